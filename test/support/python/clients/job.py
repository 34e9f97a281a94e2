"""The main job of a client, with the package that openapi-python-client generates: `job.py BASE before|after`.

`before` any report, there are stores but no figures; `after` does the rest.
"""

import sys
import time
from datetime import datetime, timezone
from io import BytesIO
from uuid import UUID

from service_client import Client
from service_client.api.fleet import get_fleet
from service_client.api.imports import (
    download_import_rejects,
    get_import,
    import_business_hours,
    import_store_status,
    import_timezones,
)
from service_client.api.outages import list_outages
from service_client.api.reports import (
    cancel_report,
    download_report,
    get_report_details,
    list_report_rows,
    list_reports,
    trigger_report,
)
from service_client.api.stores import (
    get_store,
    get_store_uptime,
    list_store_observations,
    list_stores,
    set_store_business_hours,
    set_store_timezone,
)
from service_client.models import (
    ImportBusinessHoursFilesBody,
    ImportDto,
    ImportStoreStatusFilesBody,
    KeptImportDto,
    ImportTimezonesFilesBody,
    ListStoresSort,
    OutagePageDto,
    ProblemDto,
    PutHoursDto,
    PutHoursRowDto,
    PutTimezoneDto,
    ReportRowsDto,
    SingleReportDto,
    SingleStoreDto,
    StorePageDto,
    TriggeredReportDto,
    TriggerReportDto,
    UptimeDto,
)
from service_client.types import File

UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")


def expect(value, kind):
    assert isinstance(value, kind), f"not a {kind.__name__}: {value!r}"
    return value


def expect_problem(value, status, code):
    problem = expect(value, ProblemDto)
    assert (problem.status, problem.code) == (status, code), problem


def csv(*lines):
    return File(payload=BytesIO("".join(f"{line}\n" for line in lines).encode()), file_name="data.csv")


def before(client):
    page = expect(list_stores.sync(client=client), StorePageDto)
    assert page.report_id is None and page.next_cursor is None
    for store in page.stores:
        assert store.figures is None
    never = next(store for store in page.stores if store.store_id == "never")
    assert (never.status, never.status_since, never.last_observed_at) == (None, None, None)
    assert expect(get_store.sync("never", client=client), SingleStoreDto).status is None
    fleet = get_fleet.sync(client=client)
    assert (fleet.report, fleet.never_observed) == (None, 1)
    expect_problem(list_stores.sync(client=client, sort=ListStoresSort.DOWNTIME_LAST_WEEK), 409, "no_report")


def after(client):
    file = csv("store_id,status,timestamp_utc", "python,active,2024-10-07 10:00:00 UTC", "python,shut,2024-10-07 11:00:00 UTC")
    imported = expect(import_store_status.sync(client=client, body=ImportStoreStatusFilesBody(file=file)), ImportDto)
    assert (imported.rows_accepted, imported.rows_rejected) == (1, 1)
    assert expect(get_import.sync(imported.import_id, client=client), KeptImportDto).rows_read == 2
    rejects = download_import_rejects.sync(imported.import_id, client=client)
    assert "3,invalid_status," in rejects, rejects
    file = csv("store_id,dayOfWeek,start_time_local,end_time_local", "python,0,09:00,17:00")
    expect(import_business_hours.sync(client=client, body=ImportBusinessHoursFilesBody(file=file)), ImportDto)
    file = csv("store_id,timezone_str", "python,UTC")
    expect(import_timezones.sync(client=client, body=ImportTimezonesFilesBody(file=file)), ImportDto)
    wrong = ImportTimezonesFilesBody(file=csv("store_id", "python"))
    expect_problem(import_timezones.sync(client=client, body=wrong), 422, "wrong_header")

    body = TriggerReportDto(as_of=datetime(2024, 10, 7, 12, tzinfo=timezone.utc), default_status=None)
    triggered = expect(
        trigger_report.sync(client=client, body=body, store_id=["python", "never"], idempotency_key="python"),
        TriggeredReportDto,
    )
    while True:
        report = expect(get_report_details.sync(triggered.report_id, client=client), SingleReportDto)
        if report.status != "Running":
            break
        time.sleep(0.05)
    assert report.status == "Complete", report
    assert report.as_of == datetime(2024, 10, 7, 12, tzinfo=timezone.utc), report.as_of
    text = download_report.sync(triggered.report_id, client=client)
    assert text.splitlines()[1:] == [
        "never,60.00,24.00,168.00,0.00,0.00,0.00",
        "python,60.00,3.00,8.00,0.00,0.00,0.00",
    ], text
    rows = expect(list_report_rows.sync(triggered.report_id, client=client), ReportRowsDto)
    assert [row.store_id for row in rows.rows] == ["never", "python"]
    assert list_reports.sync(client=client, limit=1).reports[0].report_id == triggered.report_id

    uptime = expect(
        get_store_uptime.sync(
            "python",
            client=client,
            from_=datetime(2024, 10, 7, tzinfo=timezone.utc),
            to=datetime(2024, 10, 8, tzinfo=timezone.utc),
            explain=True,
        ),
        UptimeDto,
    )
    assert uptime.business_us == 8 * 3600 * 1_000_000 and len(uptime.ledger) > 1
    assert len(list_store_observations.sync("python", client=client).observations) == 1
    expect(list_outages.sync(client=client, ongoing=True), OutagePageDto)
    hours = PutHoursDto(hours=[PutHoursRowDto(day_of_week=0, opens="09:00", closes="17:00")])
    expect(set_store_business_hours.sync("python", client=client, body=hours), ImportDto)
    expect(set_store_timezone.sync("python", client=client, body=PutTimezoneDto(timezone=None)), ImportDto)

    expect_problem(download_report.sync(UNKNOWN, client=client), 404, "report_not_found")
    expect_problem(cancel_report.sync(triggered.report_id, client=client), 409, "report_over")
    expect_problem(get_store.sync("nobody", client=client), 404, "store_not_found")
    expect_problem(list_stores.sync(client=client, limit=501), 400, "invalid_limit")


base, phase = sys.argv[1:]
{"before": before, "after": after}[phase](Client(base_url=base, raise_on_unexpected_status=True))
