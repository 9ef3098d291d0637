"""What is sold and paid: sales, payments, packages and certificates of clients. The cash desk itself comes later."""
