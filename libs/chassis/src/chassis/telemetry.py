"""OpenTelemetry, thinly: spans around HTTP and deliveries, context through headers and entries."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.propagate import extract, inject
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

_tracer = trace.get_tracer("guichet")


def start_tracing(service: str, exporter: SpanExporter | None) -> TracerProvider:
    """Trace this process; without an exporter spans only carry the context on."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"guichet-{service}"}))
    if exporter is not None:
        provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider


def current_traceparent() -> str | None:
    """W3C trace context of where we are, if anywhere."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def span(name: str, traceparent: str | None = None, **attributes: str | int) -> Iterator[None]:
    """A span under the given context. Attributes never hold personal data."""
    context = extract({"traceparent": traceparent}) if traceparent else None
    with _tracer.start_as_current_span(name, context=context, attributes=dict(attributes)):
        yield
