"""What the company offers: services by category, how long they take, what they cost, and who performs them."""
