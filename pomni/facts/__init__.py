"""What may be asked of records: the register of facts that modules offer, and the one language of conditions over them."""
