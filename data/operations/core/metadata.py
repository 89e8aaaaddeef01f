"""The one MetaData of the operations database; each subject declares its tables on it in a file of its own.

Times are UTC epoch seconds. What two people may change at once carries a `version`.
"""

from sqlalchemy import MetaData

metadata = MetaData()
