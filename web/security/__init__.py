"""Who gets through: authentication of requests, rules of routes, limits, headers, sign-in."""
