"""What a gateway is told to do with money, from the row that says so to the gateway's own word that it is done."""
