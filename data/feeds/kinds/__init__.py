"""The kinds of feeds: a new one is a class in a file of this folder and a line here."""

from data.feeds.kinds.folder import FolderFeed
from data.feeds.kinds.http import HttpFeed
from data.feeds.kinds.mqtt import MqttFeed
from data.feeds.kinds.sftp import SftpFeed
from data.feeds.kinds.sql import SqlFeed

AnyFeedKind = FolderFeed | SftpFeed | HttpFeed | SqlFeed | MqttFeed
