"""Where the browser writes the choices that are made on an indicator's screen."""

STORE = "indicator-address"  # the id of a store: the address with the chosen grain, last year, district
