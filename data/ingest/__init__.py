"""How deliveries come in: file → rows → contract → quarantine or facts."""
