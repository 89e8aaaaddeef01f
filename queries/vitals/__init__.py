"""Questions about vital signs: how a region stands, a kind, a sign, the devices behind them."""

from queries.vitals.current_signs import CurrentSignQueries
from queries.vitals.device import DeviceQueries
from queries.vitals.device_register import DeviceRegisterQueries
from queries.vitals.kind import KindQueries
from queries.vitals.sign_details import NoSuchSign, SignDetailQueries
from queries.vitals.vitals import VitalsQueries

__all__ = [
    "CurrentSignQueries",
    "DeviceQueries",
    "DeviceRegisterQueries",
    "KindQueries",
    "NoSuchSign",
    "SignDetailQueries",
    "VitalsQueries",
]
