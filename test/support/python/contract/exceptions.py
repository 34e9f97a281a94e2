"""What is right although the OpenAPI document cannot say so, each with its reason."""

from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime
from gzip import compress
from json import loads

import schemathesis
from hypothesis import strategies
from schemathesis import openapi
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

# The codes that requests are refused with although each of their parameters is valid, and what these depend on.
BEYOND_SCHEMAS = {
    "invalid_cursor": "which list and parameters the cursor is of",
    "invalid_expires_at": "what time it is",
    "wrong_key": "which keys there are",
    "invalid_range": "how two parameters compare",
    "range_too_long": "how far two parameters are apart",
    "unknown_store": "which stores there are",
    "unknown_timezone": "which names the time zone database has",
    "idempotency_key_reused": "which requests came before",
    "wrong_header": "what the first line of a CSV file is",
    "invalid_closure": "how two fields compare",
    "invalid_attribute_name": "that two members may not differ in case alone",
    "invalid_by": "that two attributes may not be the same",
    "invalid_step": "how many steps there are from one parameter to another, and how long one is",
    "unknown_attribute": "which attributes stores have",
    "too_many_attributes": "which attributes a store has",
    "invalid_value": "which characters are blank, and not a value by themselves",
    "invalid_hours": "that of several fields exactly one is there",
    "invalid_special_hours": "that of several fields exactly one is there",
    "invalid_sort": "which columns a report has",
    "invalid_unknown_after": "how long a duration is",
    "invalid_windows": "which weeks and dates there are",
    "report_lacks_windows": "which windows a report has",
    "reports_not_comparable": "which windows and columns two reports have",
}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether what Schemathesis takes for a failure is one."""
    if isinstance(failure, RejectedPositiveData):
        return response.json()["code"] not in BEYOND_SCHEMAS
    if isinstance(failure, AcceptedNegativeData) and case.path == "/observations":
        # A wrong observation is rejected by itself: the answer is a 201 that lists it.
        return not response.json()["rejects"]
    if isinstance(failure, AcceptedNegativeData) and "multipart/form-data" in response.request.headers.get("Content-Type", ""):
        # A line feed in the name of a field, which the document forbids, is escaped on its way.
        return "`propertyNames`" not in failure.message
    return True


# JSON Schema has no range of dates: which instants the service takes is in the descriptions of the parameters.
openapi.format(
    "date-time",
    strategies.datetimes(
        datetime(1684, 8, 6), datetime(2255, 6, 4), timezones=strategies.just(UTC)
    ).map(datetime.isoformat),
)
openapi.format("date", strategies.dates(date(1700, 1, 1), date(2254, 12, 31)).map(date.isoformat))


def zipped(request):
    """Compresses a body whose header says so: no schema can connect the two."""
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
    """Leaves a cursor out that comes from no answer: the request would be refused for it, whatever else it has."""
    cursor = case.query.get("cursor")
    if case.meta.generation.mode.is_positive and isinstance(cursor, str) and not is_of_an_answer(cursor):
        del case.query["cursor"]
    return case


def is_of_an_answer(cursor):
    """Eight characters that name the list, and a space, come first in each."""
    return urlsafe_b64decode(cursor[8:12])[2:] == b" "


@schemathesis.deserializer("application/x-ndjson")
def first_row(context, response):
    """The schema is that of a row."""
    return loads(response.text.splitlines()[0])
