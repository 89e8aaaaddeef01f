"""What happens in the demonstration: weather, storms and staged incidents."""
