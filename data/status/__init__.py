"""How the cockpit itself is: processes, databases, queues, disk."""
