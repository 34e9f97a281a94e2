"""What the OpenAPI document cannot say, so that Schemathesis cannot know it."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from gzip import compress
from json import loads

import schemathesis
from hypothesis import strategies
from schemathesis import openapi

# Codes that valid data are refused with, and what they depend on apart from the schema of each parameter.
BEYOND_SCHEMAS = {
    "invalid_cursor": "a cursor is of one list with its parameters",
    "invalid_range": "to is compared with from",
    "range_too_long": "to is compared with from",
    "unknown_store": "the stores that there are",
    "unknown_timezone": "the names in the time zone database",
    "idempotency_key_reused": "the requests before",
    "wrong_header": "the first line of a CSV file",
}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether a failure is one."""
    if type(failure).__name__ == "RejectedPositiveData":
        return response.json()["code"] not in BEYOND_SCHEMAS
    if type(failure).__name__ == "AcceptedNegativeData" and case.path == "/observations":
        # A wrong observation is rejected by itself: the answer is a 201 that lists it.
        return not response.json()["rejects"]
    return True


# The instants that the service takes, by the descriptions of the parameters: JSON Schema has no range of dates.
openapi.format(
    "date-time",
    strategies.datetimes(
        datetime(1684, 8, 6), datetime(2255, 6, 4), timezones=strategies.just(UTC)
    ).map(datetime.isoformat),
)


def zipped(request):
    """Compresses a body whose header says so: no schema has both."""
    if "gzip" in request.headers.get("Content-Encoding", "") and request.body:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        request.body = compress(body)
        request.headers["Content-Length"] = str(len(request.body))
    return request


@schemathesis.hook
def before_call(context, case, kwargs):
    kwargs["auth"] = zipped


@schemathesis.hook
def map_case(context, case):
    """Leaves cursors out that no answer had: with one, valid data would never get beyond it."""
    cursor = case.query.get("cursor")
    if case.meta.generation.mode.is_positive and isinstance(cursor, str) and not is_of_an_answer(cursor):
        del case.query["cursor"]
    return case


def is_of_an_answer(cursor):
    """Eight characters name the list, and a space ends them."""
    return urlsafe_b64decode(cursor[8:12])[2:] == b" "


@schemathesis.deserializer("application/x-ndjson")
def first_row(context, response):
    return loads(response.text.splitlines()[0])
