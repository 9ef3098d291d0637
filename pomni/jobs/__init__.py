"""Work done later: the queue behind django.tasks, its worker, periodic jobs and pulses."""
