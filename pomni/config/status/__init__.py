"""How the machine is: backups and their proof, jobs, deliveries, disk, the chain, and who saw what."""
