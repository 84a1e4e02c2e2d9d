"""Fetches Apache Kafka once, as Maven artifacts, into a cache of ours; starts no broker."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from guichet.embedded.process import EmbeddedServerError, run_to_end, say, tail

KAFKA_VERSION = "4.4.0"
LOWEST_JAVA = 17
_FETCH_SECONDS = 300.0
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>guichet.embedded</groupId>
  <artifactId>kafka-at-hand</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>{KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.25.3</version>
    </dependency>
  </dependencies>
</project>
"""
_POM_NAMESPACE = "http://maven.apache.org/POM/4.0.0"
