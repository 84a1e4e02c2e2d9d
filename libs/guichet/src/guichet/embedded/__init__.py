"""Real servers on one machine, without containers: broker, database, mail sink.

Used by `guichet up` and by the integration and chaos tests. Everything listens on loopback only,
keeps its data under a directory that the caller names, and dies with the process that started it.
Nothing here knows a domain word, and nothing is done at import: the modules are imported by name.

    from guichet.embedded.chooser import choose_broker, choose_database
    from guichet.embedded.mail_sink_process import MailSinkServer

Every server is an object that is built without side effect and has the same five verbs; all may be
called again and again, on the same ports and the same data:

    await server.start()      # returns when it answers a real request; raises EmbeddedServerError
    await server.stop()       # SIGTERM, a deadline, then SIGKILL by pid; never raises if dead
    await server.kill()       # SIGKILL at once: what a chaos test wants
    await server.restart()    # stop (if alive), start
    server.is_alive           # bool
    async with server: ...    # start and stop

What each one says about itself once started:

    broker_server.broker      # chooser.Broker: bootstrap_servers, kind ("kafka", "tansu" or
                              # "external"), version, idempotent, session_timeout_ms,
                              # heartbeat_interval_ms, persistent, fallback_reason
    database_server.database  # chooser.Database: uri, kind ("secantus" or "external"), version
    mail_sink.smtp_port, mail_sink.http_url
    await mail_sink.mails(to="part of an address", message_id=None)   # summaries, newest first
    await mail_sink.mail(number)                                      # text, html, headers
    await mail_sink.set_fault("accept-then-drop", times=1, delay_seconds=0, recipient_contains="")
    kafka_cluster.nodes[i]    # one broker of a cluster, with the same five verbs, `.process.pid`

Choosing (neither starts anything; the Kafka jars are fetched here if they are missing):

    await choose_broker(spec, data_dir=..., notify=say)  # auto | kafka | tansu | HOST:PORT,...
    await choose_database(uri_or_none, data_dir=..., notify=say)

Direct, for tests that need one thing in particular:

    KafkaCluster(await kafka_at_hand(), data_dir, node_count=3)  # kafka_apache, kafka_archive
    TansuBroker(data_dir)                                               # kafka_tansu
    SecantusServer(data_dir)                                            # mongo_secantus
    MailSinkServer(data_dir)                                            # mail_sink_process

As an async pytest fixture:

    @pytest.fixture(scope="session")
    async def broker(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
        server = await choose_broker("auto", data_dir=tmp_path_factory.mktemp("broker"))
        async with server:
            yield server.broker
"""
