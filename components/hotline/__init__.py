"""The barometer (晴雨表) of citizens' requests, drawn."""
