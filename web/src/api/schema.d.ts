// Written by `npm run web:types`.
export interface paths {
    "/stores/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The attributes that stores have, and their values
         * @description With how many stores have each, of those that match. Filters and groups take the names in any case, and the values as they are.
         */
        get: operations["listStoreAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A store: zone, hours, status, figures of a report, and when it opens or closes next
         * @description Whether it is open is by the clock of the service, not by the latest observation.
         */
        get: operations["getStore"];
        /**
         * Set the name and all attributes of a store
         * @description An import of the kind stores with one row. What the body leaves out is removed. Creates a store that is unknown.
         */
        put: operations["setStore"];
        post?: never;
        /**
         * Remove a store without data of any kind
         * @description One that was never observed and has no schedule, closures, name, attributes or target, such as one whose id was misspelt. An import of the kind business-hours with one row.
         */
        delete: operations["removeStore"];
        options?: never;
        head?: never;
        /**
         * Set the name or some attributes of a store
         * @description An import of the kind stores with one row. What the body leaves out stays as it is. Creates a store that is unknown.
         */
        patch: operations["updateStore"];
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every write, and every attempt that was refused, newest first
         * @description In pages, or all as CSV. Kept for AUDIT_RETENTION.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/closures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Closures, the latest first
         * @description In pages, by when they begin.
         */
        get: operations["listClosures"];
        put?: never;
        /**
         * Declare planned downtime of a store, or of all
         * @description Before or after the fact. Open time that it covers is neither uptime nor downtime, unless a report ignores closures. One that says exactly what is known changes nothing, and answers with that one.
         */
        post: operations["declareClosure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/closures/{closure_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a closure
         * @description It counts no longer, and stays on record. Revoking it again changes nothing.
         */
        delete: operations["revokeClosure"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All stores at a glance
         * @description Counts may lag by up to twenty times as long as counting takes, which is a few seconds: see counted_at.
         */
        get: operations["getFleet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fleet/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All stores over time, step by step
         * @description How many stores are open, down and unknown within each step, and the sums of their figures, exactly. With by: in groups, by the attributes that the stores have now.
         */
        get: operations["getFleetTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get_report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a report, or its progress
         * @description The rows once it is complete; until then, and if it has failed or was cancelled, its state as JSON.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the service answers
         * @description With the scope read, also its version. For people and simple monitors; probes should use the other two.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness: the process runs
         * @description A process that fails this should be restarted.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness: the process can serve
         * @description PostgreSQL and Redis answer, the schema is up to date, and the process is not shutting down. Which of these hold is told only with the scope read. With Kafka, that answer also has the lag of the consumers, and where and why a partition cannot be read; the process is ready without Kafka too.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/store-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import observations
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.
         */
        post: operations["importStoreStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/business-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import business hours
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.
         */
        post: operations["importBusinessHours"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/timezones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import time zones
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.
         */
        post: operations["importTimezones"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/special-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import the hours of special dates
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.
         */
        post: operations["importSpecialHours"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/closures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import closures
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.
         */
        post: operations["importClosures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import names and attributes of stores
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.
         */
        post: operations["importStores"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All imports, newest first
         * @description In pages, optionally only those of one source.
         */
        get: operations["listImports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state and progress of an import
         * @description While it runs, its counts grow; once it has failed, it says why.
         */
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{import_id}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rejected rows of an import
         * @description CSV with the columns line, reason, text. At most IMPORT_MAX_REJECTS rejects are kept; the note of an import says when others were only counted.
         */
        get: operations["downloadImportRejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outages of a group that began together
         * @description When far more stores of a group than usual went down within a short time. Groups are by time zone, or by the attributes that the stores have now. The latest first.
         */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incident_id}/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The stores of an incident
         * @description With the parameters with which it was listed. Those that lost the most business time come first.
         */
        get: operations["listIncidentStores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All API keys, newest first
         * @description In pages, with those that have ended. The keys themselves are stored nowhere.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The key is in this answer and nowhere else. With the first one, everybody needs a key from then on.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It ends at once, everywhere. Revoking it again changes nothing.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Of this process, and of what all processes share: queues, the lag of Kafka, the state of stores. Workers and consumers tell their own at METRICS_PORT.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send observations
         * @description An import of the kind store-status, written in one transaction before the answer: all of it or nothing. A wrong observation is rejected and listed; the others are written.
         */
        post: operations["sendObservations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outages of all stores
         * @description When a store was inactive within its business hours. Newest first: by where they begin within the range; those that began before it come last, by store_id.
         */
        get: operations["listOutages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The stores of a complete report in groups, with their figures together
         * @description By the attributes that the stores have now, and the time zones that were in force at the as of. All groups add up to the report, or to its stores that match the filters, to the microsecond. Attributes that change between two pages may move stores from one to the other.
         */
        get: operations["listReportGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/revise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compute a report anew on what is known now
         * @description A new report with the same terms, stores and as_of. The other one never changes: see their diff.
         */
        post: operations["reviseReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The stores whose figures differ between two reports
         * @description Both must be complete, with the same windows and columns.
         */
        get: operations["compareReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rows of a complete report, in pages
         * @description The figures are those of the CSV. Rows with the same figure are ordered by store_id. Of a very large report, a page with filters may be short, even empty, and still have a next_cursor.
         */
        get: operations["listReportRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All stores of a complete report together, window by window
         * @description Sums, and how the shares of the single stores are distributed.
         */
        get: operations["getReportTotals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All reports, newest first
         * @description In pages. They have no rows here.
         */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything about a report except its rows
         * @description Its state and progress, its settings, and whether the data have changed since.
         */
        get: operations["getReportDetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a complete report
         * @description The CSV and nothing else: unlike GET /get_report, a report that is not complete is an error. While it runs, the error has a Retry-After; without one there will never be a CSV.
         */
        get: operations["downloadReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a running report
         * @description Cancelling it again changes nothing.
         */
        post: operations["cancelReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{report_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a report
         * @description Server-sent events: `progress` whenever more stores are done, then one of `complete`, `error` and `cancelled`, and the stream ends. A comment comes after every 15 seconds without an event. The stream also ends when the access of its caller does. The data is the report as in GET /reports/{report_id}.
         */
        get: operations["watchReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The zone, hours and closures of a store that are in force at an instant
         * @description By the schedule as it is now; see its history for what it was. Closures alone do not make a store known.
         */
        get: operations["getStoreSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/schedule/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed in the schedule of a store, the latest first
         * @description In pages. Nothing is ever removed from it.
         */
        get: operations["listStoreScheduleChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/timezone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the time zone of a store
         * @description An import of the kind timezones with one row. A zone creates a store that is unknown; null does not.
         */
        put: operations["setStoreTimezone"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/business-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the business hours of a store, from a date on or in place of all versions
         * @description An import of the kind business-hours. always_open and closed count as one row. Hours create a store that is unknown; the two words do not.
         */
        put: operations["setStoreBusinessHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/special-hours/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the hours of a store on a special date
         * @description An import of the kind special-hours. They take the place of what the business hours say for openings that start on that date. A store that nothing else names is not created by them.
         */
        put: operations["setStoreSpecialHours"];
        post?: never;
        /**
         * Let the business hours of a store hold on a date
         * @description An import of the kind special-hours with one row, which is unchanged if the date was not special.
         */
        delete: operations["removeStoreSpecialHours"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/archived": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Archive a store from a date on
         * @description Its scheduled time ends at the beginning of that local date. A report in none of whose windows it has scheduled time has no row for it. An import of the kind business-hours with one row.
         */
        put: operations["archiveStore"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/special-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hours of a store on special dates
         * @description By date; empty also for a store that is unknown.
         */
        get: operations["listStoreSpecialHours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who the caller is, and what it may do
         * @description For the page, which asks for a key if the caller may not read.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Log in with an API key
         * @description For the page: the answer sets a cookie, which stands for the key until the browser logs out, SESSION_LIFETIME is over, or the key ends. Programs send the key with each request instead.
         */
        post: operations["logIn"];
        /**
         * Log out
         * @description Ends the session of the cookie. Without one, nothing changes.
         */
        delete: operations["logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The observations of a store, and the import that each came with
         * @description In pages, in time order. The import is the one that last set the status.
         */
        get: operations["listStoreObservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/outages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outages of a store
         * @description When it was inactive within its business hours.
         */
        get: operations["listStoreOutages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/target": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a store stands to its target in a month
         * @description The target that holds for it, whether it is met, how much business time may still be lost, and on which date that is gone.
         */
        get: operations["getStoreTarget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stores, with their status and the figures of a report
         * @description In pages. If few stores match, a page may be short, even empty, and still have a next_cursor. The figures of all pages come from the report of the first one.
         */
        get: operations["listStores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/targets/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How all stores stand to their targets in a month
         * @description Together, or in groups by the attributes that the stores have now. What each store may lose by its own target, the stores of a group may lose together.
         */
        get: operations["getTargetStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All targets that are set
         * @description In pages. For a store its own target holds, else the highest of its attributes, else that of the fleet.
         */
        get: operations["listTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/targets/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the target of all stores that have no other
         * @description Setting the same again changes nothing.
         */
        put: operations["setFleetTarget"];
        post?: never;
        /**
         * Remove the target of the fleet
         * @description Without one, nothing changes.
         */
        delete: operations["removeFleetTarget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/targets/attributes/{attribute}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the target of the stores with a value of an attribute
         * @description Where several attributes of a store have one, the highest holds. Setting the same again changes nothing.
         */
        put: operations["setAttributeTarget"];
        post?: never;
        /**
         * Remove the target of a value of an attribute
         * @description Without one, nothing changes.
         */
        delete: operations["removeAttributeTarget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/targets/stores/{store_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the target of a store
         * @description Setting the same again changes nothing.
         */
        put: operations["setStoreTarget"];
        post?: never;
        /**
         * Remove the target of a store
         * @description That of its attributes or of the fleet holds again. Without one, nothing changes.
         */
        delete: operations["removeStoreTarget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trigger_report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a report
         * @description Uptime and downtime of every store within its business hours: over the last hour, day and week, or over other windows.
         */
        post: operations["triggerReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stores/{store_id}/uptime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of a store over any range, and what they consist of
         * @description Computed as in reports: over the windows of a report these are its figures, to the microsecond.
         */
        get: operations["getStoreUptime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ProblemDto: {
            /**
             * @description Names the kind of error.
             * @example urn:problem:restaurant-monitor:unknown_route
             */
            type: string;
            /** @example Not Found */
            title: string;
            /** @example 404 */
            status: number;
            /** @description What is wrong, for people. */
            detail: string;
            /**
             * @description What is wrong, for programs. Codes do not change.
             * @example unknown_route
             */
            code: string;
        };
        AttributeValueDto: {
            /** @example West */
            value: string;
            /**
             * @description How many stores have it.
             * @example 1201
             */
            stores: number;
        };
        AttributeDto: {
            /**
             * @description As it was first written.
             * @example region
             */
            name: string;
            /**
             * @description How many stores have it.
             * @example 4560
             */
            stores: number;
            /**
             * @description How many values it has.
             * @example 5
             */
            distinct_values: number;
            /** @description The most frequent ones first; at most 100. */
            values: components["schemas"]["AttributeValueDto"][];
        };
        AttributesListDto: {
            /**
             * @description How many stores match. Those that an attribute does not count are without it.
             * @example 4700
             */
            stores: number;
            /** @description By name. Without attributes that no store has. */
            attributes: components["schemas"]["AttributeDto"][];
        };
        /** @description Other fields are refused. */
        AttributesDto: {
            /**
             * @description Trimmed. Null or empty: it has no name.
             * @example Main Street
             */
            name?: string | null;
            /**
             * @description Values by attribute, whose case does not matter. A letter first, then up to 63 letters, digits, spaces, _ or -. Null or empty: the store does not have it.
             * @example {
             *       "region": "West",
             *       "brand": "Taco Town"
             *     }
             */
            attributes?: {
                [key: string]: string | null;
            };
        };
        ImportErrorDto: {
            /** @example wrong_header */
            code: string;
            /** @example The header lacks the column timezone_str. The first line is: store_id,zone. A timezones file needs store_id, timezone_str. */
            detail: string;
        };
        ImportDto: {
            /**
             * Format: uuid
             * @example 5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55
             */
            import_id: string;
            /**
             * @example store-status
             * @enum {string}
             */
            kind: "store-status" | "business-hours" | "timezones" | "special-hours" | "closures" | "stores";
            /**
             * @description How the data arrived.
             * @example csv
             * @enum {string}
             */
            source: "csv" | "json" | "kafka";
            /**
             * @example Complete
             * @enum {string}
             */
            status: "Running" | "Complete" | "Failed";
            /**
             * Format: int64
             * @description After decompression; grows while the import runs.
             * @example 122310442
             */
            bytes_read: number;
            /**
             * Format: int64
             * @description rows_accepted + rows_unchanged + rows_rejected, once complete
             * @example 1750004
             */
            rows_read: number;
            /**
             * Format: int64
             * @description Rows that changed something.
             * @example 1749990
             */
            rows_accepted: number;
            /**
             * Format: int64
             * @description Rows that repeat what was already known.
             * @example 12
             */
            rows_unchanged: number;
            /**
             * Format: int64
             * @description Rows that are wrong, or belong to a store with such a row; see /imports/{import_id}/rejects.
             * @example 2
             */
            rows_rejected: number;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:04.000Z
             */
            finished_at: string | null;
            /**
             * @description What the counts do not show, in sentences; null if there is nothing to say.
             * @example Most rows were rejected: 1200 of 1500.
             */
            note: string | null;
            /** @description Why it failed. Failed imports only. */
            error?: components["schemas"]["ImportErrorDto"];
        };
        AuditEntryDto: {
            /**
             * @description Counts up.
             * @example 1042
             */
            audit_no: number;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            at: string;
            /**
             * @description key:<key_id>, cli:<account>, kafka:<group> or anonymous.
             * @example key:8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49
             */
            actor: string;
            /**
             * @description The name of the key; null without one.
             * @example nightly import
             */
            actor_name: string | null;
            /**
             * @description Where the request came from: see TRUST_PROXY; null if it was no request.
             * @example 203.0.113.7
             */
            address: string | null;
            /**
             * @description The method and the path of the call, or the command.
             * @example PUT /stores/{store_id}/timezone
             */
            action: string;
            /**
             * @description What it was about, and what it has made.
             * @example {
             *       "store_id": "42",
             *       "import_id": "5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55"
             *     }
             */
            ids: {
                [key: string]: string;
            };
            /**
             * @description done, or the code of the error.
             * @example done
             */
            outcome: string;
            /**
             * @description How many attempts it stands for: more than one if the outcome is left_out.
             * @example 1
             */
            times: number;
        };
        AuditPageDto: {
            entries: components["schemas"]["AuditEntryDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        /** @description Other fields are refused. */
        NewClosureDto: {
            /**
             * @description A store, or * for all stores.
             * @example 42
             */
            store_id: string;
            /**
             * Format: date-time
             * @description Included. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC
             * @example 2024-10-03T18:00:00Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Not included, and after from. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC
             * @example 2024-10-05T06:00:00Z
             */
            to: string;
            /**
             * @default
             * @example kitchen refit
             */
            reason: string;
        };
        ClosureDto: {
            /**
             * Format: uuid
             * @example 6ba7b810-9dad-41d1-80b4-00c04fd430c8
             */
            closure_id: string;
            /**
             * @description *: all stores.
             * @example 42
             */
            store_id: string;
            /**
             * Format: date-time
             * @example 2024-10-03T18:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-10-05T06:00:00.000000Z
             */
            to: string;
            /** @example kitchen refit */
            reason: string;
            /**
             * Format: date-time
             * @example 2024-10-01T09:00:00.000000Z
             */
            declared_at: string;
            /**
             * @description Who declared it, as in the audit.
             * @example anonymous
             */
            declared_by: string;
            /**
             * @description Whether it was declared after it had begun.
             * @example false
             */
            declared_late: boolean;
            /**
             * Format: uuid
             * @description The import that declared it.
             */
            import_id: string;
            /**
             * Format: date-time
             * @description Null while it counts.
             */
            revoked_at: string | null;
            /** @description Who revoked it, as in the audit. */
            revoked_by: string | null;
        };
        ClosurePageDto: {
            closures: components["schemas"]["ClosureDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        StaleStoreDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
            /**
             * Format: date-time
             * @example 2024-10-08T02:10:00.000000Z
             */
            last_observed_at: string;
        };
        ServiceTermsDto: {
            /**
             * @description Which stores have a row: those with one of the values of each attribute, as the report started; an empty value: those without it. Absent: all.
             * @example {
             *       "region": [
             *         "West"
             *       ]
             *     }
             */
            attributes?: {
                [key: string]: string[];
            };
            /**
             * @example active
             * @enum {string}
             */
            default_status: "inactive" | "active" | "unknown";
            /**
             * @description Null: an observation speaks until the next.
             * @example 3h
             */
            unknown_after: string | null;
            /**
             * @example exclude
             * @enum {string}
             */
            closures: "exclude" | "ignore";
            /** @example America/Chicago */
            default_timezone: string;
            /** @example false */
            end_of_day_grace: boolean;
        };
        ReportTermsDto: {
            /**
             * @description Which stores have a row: those with one of the values of each attribute, as the report started; an empty value: those without it. Absent: all.
             * @example {
             *       "region": [
             *         "West"
             *       ]
             *     }
             */
            attributes?: {
                [key: string]: string[];
            };
            /**
             * @example active
             * @enum {string}
             */
            default_status: "inactive" | "active" | "unknown";
            /**
             * @description Null: an observation speaks until the next.
             * @example 3h
             */
            unknown_after: string | null;
            /**
             * @example exclude
             * @enum {string}
             */
            closures: "exclude" | "ignore";
            /**
             * @example standard
             * @enum {string}
             */
            columns: "standard" | "all";
            /**
             * @example [
             *       "last_hour",
             *       "last_day",
             *       "last_week"
             *     ]
             */
            windows: string[];
            /** @example America/Chicago */
            default_timezone: string;
            /** @example false */
            end_of_day_grace: boolean;
        };
        ShareDistributionDto: {
            /**
             * @description The number of stores with uptime or downtime in the window; the others are not counted.
             * @example 13960
             */
            stores: number;
            /**
             * @description The lowest share, the deciles, and the highest share.
             * @example [
             *       0,
             *       0.61,
             *       0.74,
             *       0.81,
             *       0.86,
             *       0.9,
             *       0.93,
             *       0.95,
             *       0.97,
             *       0.99,
             *       1
             *     ]
             */
            deciles: number[];
            /**
             * @description How many stores have a share from 0 to 0.1, from 0.1 to 0.2, and so on; the last includes 1.
             * @example [
             *       12,
             *       8,
             *       20,
             *       41,
             *       90,
             *       240,
             *       800,
             *       1900,
             *       3900,
             *       6949
             *     ]
             */
            bins: number[];
            /**
             * @description How many stores have a share from 0 to 0.5, 0.5 to 0.8, 0.8 to 0.9, 0.9 to 0.95, 0.95 to 0.98, 0.98 to 0.99, 0.99 to 0.995, 0.995 to 0.999, 0.999 to 1, without the upper one; the last: of exactly 1.
             * @example [
             *       301,
             *       530,
             *       1890,
             *       2210,
             *       2400,
             *       1609,
             *       1800,
             *       1400,
             *       820,
             *       1000
             *     ]
             */
            bands: number[];
        };
        FleetReportDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            as_of: string;
            /**
             * @description The status it uses before the first observation of a store.
             * @enum {string}
             */
            default_status: "inactive" | "active" | "unknown";
            /**
             * Format: date-time
             * @description When the report was complete.
             * @example 2024-10-08T12:00:00.000000Z
             */
            finished_at: string | null;
            /**
             * @description The number of stores in the report.
             * @example 14000
             */
            stores: number;
            /**
             * @description Seconds since as_of, by the clock of the service.
             * @example 125.4
             */
            age_seconds: number;
            /** @description All of its terms. */
            terms: components["schemas"]["ReportTermsDto"];
            /**
             * @description Over all stores of the report: total uptime divided by total business time. Null for a report made before shares were stored.
             * @example {
             *       "last_hour": 0.942,
             *       "last_day": 0.931,
             *       "last_week": 0.928
             *     }
             */
            uptime_share: {
                [key: string]: number | null;
            } | null;
            /** @description The shares of the single stores in the last week, from the rounded figures of the report. */
            distribution_last_week: components["schemas"]["ShareDistributionDto"];
        };
        FleetDto: {
            /**
             * Format: date-time
             * @description When the stores were counted, by the clock of the service.
             * @example 2024-10-08T12:00:00.000000Z
             */
            counted_at: string;
            /** @example 14000 */
            stores: number;
            /** @example 13559 */
            with_timezone: number;
            /**
             * @description Stores in the default time zone.
             * @example 441
             */
            without_timezone: number;
            /** @example 13720 */
            with_hours: number;
            /**
             * @description Stores that are always open.
             * @example 280
             */
            without_hours: number;
            /** @example 12 */
            never_observed: number;
            /**
             * @description Stores whose latest observation is active, open or not.
             * @example 12800
             */
            active: number;
            /** @example 1188 */
            inactive: number;
            /**
             * @description Stores that were open when they were counted.
             * @example 9204
             */
            open_now: number;
            /**
             * Format: date-time
             * @description The latest observation of all stores.
             * @example 2024-10-08T12:00:00.000000Z
             */
            latest_observed_at: string | null;
            /**
             * @description Stores whose last observation is more than 3 hours before the latest of all stores: GET /stores?stale=true
             * @example 37
             */
            stale: number;
            /** @description At most 20, those not observed for the longest time first. */
            stalest: components["schemas"]["StaleStoreDto"][];
            /** @description The terms of a report that names none. */
            terms: components["schemas"]["ServiceTermsDto"];
            /** @description The requested report, otherwise the default one; null if no report is complete yet. */
            report: components["schemas"]["FleetReportDto"] | null;
        };
        TimelineStepDto: {
            /**
             * Format: date-time
             * @example 2024-10-01T00:00:00.000000Z
             */
            from: string;
            /**
             * @description Stores with scheduled time within the step.
             * @example 3012
             */
            stores_open: number;
            /**
             * @description Stores with downtime within the step.
             * @example 1201
             */
            stores_down: number;
            /**
             * @description Stores with unknown time within the step.
             * @example 0
             */
            stores_unknown: number;
            /**
             * Format: int64
             * @example 7012000000000
             */
            uptime_us: number;
            /**
             * Format: int64
             * @example 3600000000000
             */
            downtime_us: number;
            /**
             * Format: int64
             * @example 0
             */
            unknown_us: number;
            /**
             * Format: int64
             * @example 0
             */
            excluded_us: number;
        };
        TimelineGroupDto: {
            /**
             * @description Null: the stores of the group do not have the attribute.
             * @example {
             *       "region": "West",
             *       "brand": null
             *     }
             */
            key: {
                [key: string]: string | null;
            };
            steps: components["schemas"]["TimelineStepDto"][];
        };
        FleetTimelineDto: {
            /**
             * Format: date-time
             * @example 2024-10-01T00:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-10-08T00:00:00.000000Z
             */
            to: string;
            /** @example 1h */
            step: string;
            /** @description All stores together; absent in groups. */
            steps?: components["schemas"]["TimelineStepDto"][];
            /**
             * @description By what the groups are, if any.
             * @example [
             *       "region"
             *     ]
             */
            by?: string[];
            /** @description By their keys; those without a value come last. */
            groups?: components["schemas"]["TimelineGroupDto"][];
        };
        /** @description One member for each column. */
        ReportRowDto: {
            /** @example 42 */
            store_id: string;
        } & {
            [key: string]: number;
        };
        ReportStateDto: {
            /**
             * @example Running
             * @enum {string}
             */
            status: "Running" | "Error" | "Cancelled";
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /** @example 0.43 */
            progress: number;
            /** @example 6000 */
            stores_done: number;
            /**
             * @description Null until the report has started.
             * @example 14000
             */
            stores_total: number | null;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            started_at: string | null;
            /**
             * @description While it runs: an estimate of the time left; null while there is none.
             * @example 0.7
             */
            seconds_left?: number | null;
            /** @description Why there is no result, for people. Failed reports only. */
            reason?: string;
        };
        HealthDto: {
            /** @enum {string} */
            status: "healthy";
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            timestamp: string;
            /**
             * @description Only with the scope read.
             * @example 0.3.0
             */
            version?: string;
        };
        KeptImportDto: {
            /**
             * Format: uuid
             * @example 5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55
             */
            import_id: string;
            /**
             * @example store-status
             * @enum {string}
             */
            kind: "store-status" | "business-hours" | "timezones" | "special-hours" | "closures" | "stores";
            /**
             * @description How the data arrived.
             * @example csv
             * @enum {string}
             */
            source: "csv" | "json" | "kafka";
            /**
             * @example Complete
             * @enum {string}
             */
            status: "Running" | "Complete" | "Failed";
            /**
             * Format: int64
             * @description After decompression; grows while the import runs.
             * @example 122310442
             */
            bytes_read: number;
            /**
             * Format: int64
             * @description rows_accepted + rows_unchanged + rows_rejected, once complete
             * @example 1750004
             */
            rows_read: number;
            /**
             * Format: int64
             * @description Rows that changed something.
             * @example 1749990
             */
            rows_accepted: number;
            /**
             * Format: int64
             * @description Rows that repeat what was already known.
             * @example 12
             */
            rows_unchanged: number;
            /**
             * Format: int64
             * @description Rows that are wrong, or belong to a store with such a row; see /imports/{import_id}/rejects.
             * @example 2
             */
            rows_rejected: number;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:04.000Z
             */
            finished_at: string | null;
            /**
             * @description What the counts do not show, in sentences; null if there is nothing to say.
             * @example Most rows were rejected: 1200 of 1500.
             */
            note: string | null;
            /** @description Why it failed. Failed imports only. */
            error?: components["schemas"]["ImportErrorDto"];
            /**
             * @description What its file is called where it came from; null: it did not say.
             * @example store_status_october.csv
             */
            file_name: string | null;
        };
        ImportPageDto: {
            imports: components["schemas"]["KeptImportDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        InCommonDto: {
            /**
             * @description An attribute, or timezone.
             * @example platform
             */
            attribute: string;
            /** @example doordash */
            value: string;
            /**
             * @description The share of its stores that have it.
             * @example 1
             */
            share: number;
            /**
             * @description The share of all stores that have it.
             * @example 0.3
             */
            share_of_fleet: number;
        };
        IncidentDto: {
            /**
             * @description The same for the same group and beginning, whatever the range.
             * @example 9f86d081884c7d65
             */
            incident_id: string;
            /**
             * @description Null: the stores of the group do not have the attribute.
             * @example {
             *       "region": "West",
             *       "brand": null
             *     }
             */
            key: {
                [key: string]: string | null;
            };
            /**
             * Format: date-time
             * @description When the first of its stores went down.
             * @example 2024-10-07T23:04:12.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description When the last of its stores went down.
             * @example 2024-10-07T23:04:12.000000Z
             */
            last_down_at: string;
            /**
             * Format: date-time
             * @description When nine in ten of its stores were up again; null: they are not.
             * @example 2024-10-08T01:12:00.000000Z
             */
            to: string | null;
            /**
             * @description Whether fewer than nine in ten were up again at the end of the range.
             * @example false
             */
            ongoing: boolean;
            /**
             * @description How many stores went down.
             * @example 1201
             */
            stores: number;
            /**
             * @description How many go down in the worst hour (within) of an ordinary day.
             * @example 120
             */
            usual_stores: number;
            /**
             * @description How many stores of the group were open while they went down.
             * @example 3002
             */
            stores_open: number;
            /**
             * @description The share of these that went down.
             * @example 0.4
             */
            share_of_open: number;
            /**
             * @description How many are still down at the end of the range.
             * @example 0
             */
            stores_still_down: number;
            /**
             * Format: int64
             * @description Business time that they lost within the range.
             * @example 7012000000000
             */
            business_us: number;
            /** @description What far more of its stores have than of all stores. */
            in_common: components["schemas"]["InCommonDto"][];
        };
        IncidentPageDto: {
            /**
             * Format: date-time
             * @example 2024-10-01T00:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-10-08T00:00:00.000000Z
             */
            to: string;
            /**
             * @description By what the groups are.
             * @example [
             *       "timezone"
             *     ]
             */
            by: string[];
            /** @description The latest first. */
            incidents: components["schemas"]["IncidentDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        IncidentStoreDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
            /**
             * @description Values by attribute, as it was first written.
             * @example {
             *       "brand": "Taco Town",
             *       "region": "West"
             *     }
             */
            attributes: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it went down: the first business time that it lost.
             * @example 2024-10-07T23:04:12.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description The next active observation; null if there is none within the range.
             * @example 2024-10-08T01:12:00.000000Z
             */
            to: string | null;
            /**
             * Format: int64
             * @description Business time that it lost within the range.
             * @example 4120000000
             */
            business_us: number;
        };
        IncidentStoresDto: {
            incident: components["schemas"]["IncidentDto"];
            /** @description Those that lost the most first; of several, by store_id. */
            stores: components["schemas"]["IncidentStoreDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Other fields are refused. */
        CreateKeyDto: {
            /**
             * @description Several keys may have the same.
             * @example nightly import
             */
            name: string;
            /**
             * @description None includes another.
             * @example [
             *       "ingest"
             *     ]
             */
            scopes: ("read" | "ingest" | "report" | "admin")[];
            /**
             * Format: date-time
             * @description When it ends. Left out or null: never. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC
             * @example 2030-01-01T00:00:00Z
             */
            expires_at?: string | null;
        };
        NewKeyDto: {
            /**
             * Format: uuid
             * @description The key_id of a key
             * @example 8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49
             */
            key_id: string;
            /** @example nightly import */
            name: string;
            /**
             * @example [
             *       "ingest"
             *     ]
             */
            scopes: ("read" | "ingest" | "report" | "admin")[];
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Who made it, as in the audit.
             * @example cli:root
             */
            created_by: string;
            /**
             * Format: date-time
             * @description null: never
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was revoked, or ends because another one took its place; null: neither.
             * @example null
             */
            revoked_at: string | null;
            /**
             * Format: date-time
             * @description Up to a minute late; null: never.
             * @example 2026-01-02T03:00:00.000Z
             */
            last_used_at: string | null;
            /**
             * @description The key itself, which is shown only now.
             * @example rm_…
             */
            key: string;
        };
        KeyDto: {
            /**
             * Format: uuid
             * @description The key_id of a key
             * @example 8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49
             */
            key_id: string;
            /** @example nightly import */
            name: string;
            /**
             * @example [
             *       "ingest"
             *     ]
             */
            scopes: ("read" | "ingest" | "report" | "admin")[];
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Who made it, as in the audit.
             * @example cli:root
             */
            created_by: string;
            /**
             * Format: date-time
             * @description null: never
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description When it was revoked, or ends because another one took its place; null: neither.
             * @example null
             */
            revoked_at: string | null;
            /**
             * Format: date-time
             * @description Up to a minute late; null: never.
             * @example 2026-01-02T03:00:00.000Z
             */
            last_used_at: string | null;
        };
        KeyPageDto: {
            keys: components["schemas"]["KeyDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        /** @description One that is not as described is rejected by itself. Other fields are ignored. */
        ObservationDto: {
            /** @example 42 */
            store_id: string;
            /**
             * @description active or inactive, in any case
             * @example active
             */
            status: string;
            /**
             * @description In ISO 8601, or as in files; without an offset: UTC. Not in the future, and not before what retention keeps.
             * @example 2024-10-03T23:33:20.412748Z
             */
            timestamp_utc: string;
        };
        /** @description Other fields are refused. */
        ObservationsDto: {
            observations: components["schemas"]["ObservationDto"][];
        };
        RejectedObservationDto: {
            /**
             * @description Its index in the list of observations, from 0.
             * @example 3
             */
            index: number;
            /**
             * @example invalid_status
             * @enum {string}
             */
            reason: "column_count" | "missing_field" | "invalid_store_id" | "invalid_status" | "invalid_timestamp" | "timestamp_in_future" | "invalid_day" | "invalid_time" | "invalid_date" | "invalid_closure" | "invalid_reason" | "unknown_timezone" | "invalid_attribute" | "too_many_attributes" | "invalid_encoding" | "store_incomplete" | "not_an_object" | "before_retention";
        };
        PostedObservationsDto: {
            /**
             * Format: uuid
             * @example 5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55
             */
            import_id: string;
            /**
             * @example store-status
             * @enum {string}
             */
            kind: "store-status" | "business-hours" | "timezones" | "special-hours" | "closures" | "stores";
            /**
             * @description How the data arrived.
             * @example csv
             * @enum {string}
             */
            source: "csv" | "json" | "kafka";
            /**
             * @example Complete
             * @enum {string}
             */
            status: "Running" | "Complete" | "Failed";
            /**
             * Format: int64
             * @description After decompression; grows while the import runs.
             * @example 122310442
             */
            bytes_read: number;
            /**
             * Format: int64
             * @description rows_accepted + rows_unchanged + rows_rejected, once complete
             * @example 1750004
             */
            rows_read: number;
            /**
             * Format: int64
             * @description Rows that changed something.
             * @example 1749990
             */
            rows_accepted: number;
            /**
             * Format: int64
             * @description Rows that repeat what was already known.
             * @example 12
             */
            rows_unchanged: number;
            /**
             * Format: int64
             * @description Rows that are wrong, or belong to a store with such a row; see /imports/{import_id}/rejects.
             * @example 2
             */
            rows_rejected: number;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:04.000Z
             */
            finished_at: string | null;
            /**
             * @description What the counts do not show, in sentences; null if there is nothing to say.
             * @example Most rows were rejected: 1200 of 1500.
             */
            note: string | null;
            /** @description Why it failed. Failed imports only. */
            error?: components["schemas"]["ImportErrorDto"];
            /** @description By index. */
            rejects: components["schemas"]["RejectedObservationDto"][];
        };
        OutageDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
            /**
             * Format: date-time
             * @description The first inactive observation, even if it is before the range.
             * @example 2024-10-07T14:03:20.000000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description The next active observation, even if it is after the range; null if there is none.
             * @example 2024-10-07T15:12:00.000000Z
             */
            ended_at: string | null;
            /**
             * @description Whether there has been no active observation since.
             * @example false
             */
            ongoing: boolean;
            /**
             * Format: int64
             * @description Business time lost within the range, in whole microseconds.
             * @example 4120000000
             */
            business_us: number;
            /**
             * @description Whether the store is open at this moment.
             * @example true
             */
            open_now: boolean;
            /**
             * @description With lost_sales=true. An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in, rounded to two decimals in the end.
             * @example 125.00
             */
            lost_sales_estimate?: string;
        };
        OutagePageDto: {
            /**
             * Format: date-time
             * @example 2024-10-01T12:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            to: string;
            outages: components["schemas"]["OutageDto"][];
            /** @description For the next page; null on the last one. A short page may still have a next one. */
            next_cursor: string | null;
        };
        ReportGroupDto: {
            /**
             * @description Null: the stores of the group do not have the attribute.
             * @example {
             *       "region": "West",
             *       "brand": null
             *     }
             */
            key: {
                [key: string]: string | null;
            };
            /** @example 12 */
            stores: number;
            /** @description Sums over its stores, by the windows of the report. */
            windows: {
                [key: string]: components["schemas"]["GroupFiguresDto"];
            };
            /**
             * @description With lost_sales=true: how many of the stores the estimates refer to; null where it is none.
             * @example 8
             */
            stores_with_sales?: number;
        };
        ReportGroupsDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /**
             * Format: date-time
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string;
            /**
             * @description Attributes as they were first written.
             * @example [
             *       "region",
             *       "brand"
             *     ]
             */
            by: string[];
            /** @description By their keys; groups without a value come last. */
            groups: components["schemas"]["ReportGroupDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        WorstStoreDto: {
            /** @example 42 */
            store_id: string;
            /**
             * @description Null: it has none.
             * @example Main Street
             */
            name: string | null;
            /**
             * Format: int64
             * @example 43200000000
             */
            downtime_us: number;
        };
        GroupFiguresDto: {
            /**
             * Format: int64
             * @description Exactly, in whole microseconds, which may be more than a double holds.
             * @example 3024000000000
             */
            scheduled_us: number;
            /**
             * Format: int64
             * @example 2901600000000
             */
            uptime_us: number;
            /**
             * Format: int64
             * @example 86400000000
             */
            downtime_us: number;
            /**
             * Format: int64
             * @example 0
             */
            unknown_us: number;
            /**
             * Format: int64
             * @example 36000000000
             */
            excluded_us: number;
            /**
             * @description Uptime / (uptime + downtime); null if there is neither.
             * @example 0.9710843373493976
             */
            uptime_share: number | null;
            /**
             * @description With lost_sales=true. An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in, rounded to two decimals in the end.
             * @example 125.00
             */
            lost_sales_estimate?: string | null;
            /** @description With the parameter worst: the stores with the most downtime, the worst first, then by store_id. */
            worst?: components["schemas"]["WorstStoreDto"][];
        };
        /** @description By column. */
        ColumnsDto: {
            [key: string]: number;
        };
        ReportDifferenceDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
            /** @description Null: the other report does not have it. */
            before: components["schemas"]["ColumnsDto"] | null;
            /** @description Null: the report does not have it. */
            after: components["schemas"]["ColumnsDto"] | null;
        };
        ReportDiffDto: {
            /** Format: uuid */
            report_id: string;
            /** Format: uuid */
            against: string;
            /** @description By store_id. */
            stores: components["schemas"]["ReportDifferenceDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        TriggeredReportDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
        };
        /** @description One member for each column. */
        NamedReportRowDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
        } & {
            [key: string]: number;
        };
        ReportRowsDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /**
             * Format: date-time
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string;
            rows: components["schemas"]["NamedReportRowDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        WindowTotalsDto: {
            /** @example 2024-10-07 */
            window: string;
            /**
             * @description As in the report: from exact figures; null without uptime and downtime.
             * @example 0.931
             */
            uptime_share: number | null;
            /**
             * @description Hours of all its stores, from exact figures.
             * @example 186420.25
             */
            uptime_hours: number;
            /**
             * @description Hours of all its stores, from exact figures.
             * @example 13579.75
             */
            downtime_hours: number;
            /**
             * @description Hours of all its stores, from exact figures. Null unless its terms have the columns: all.
             * @example 0
             */
            unknown_hours: number | null;
            /**
             * @description Hours of all its stores, from exact figures. Null unless its terms have the columns: all.
             * @example 120.5
             */
            excluded_hours: number | null;
            /** @description The shares of the single stores, from rounded figures. */
            distribution: components["schemas"]["ShareDistributionDto"];
        };
        ReportTotalsDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /**
             * Format: date-time
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string;
            /**
             * @description The number of stores in the report.
             * @example 14000
             */
            stores: number;
            /** @description Its windows, in their order. */
            windows: components["schemas"]["WindowTotalsDto"][];
        };
        ReportDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /**
             * @example Complete
             * @enum {string}
             */
            status: "Running" | "Complete" | "Error" | "Cancelled";
            /**
             * Format: date-time
             * @description Where the windows end, to the microsecond; null until the report has started.
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string | null;
            /** @description What the figures depend on besides the data. */
            terms: components["schemas"]["ReportTermsDto"];
            /**
             * @description SHA-256 of the terms as JSON without spaces, their names in alphabetical order.
             * @example 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9
             */
            terms_sha256: string;
            /**
             * @description The release of the time zone database; null for a report made before it was recorded.
             * @example 2026f
             */
            tz_release: string | null;
            /**
             * Format: uuid
             * @description The report that it computes anew, on what was known later; null: none.
             */
            revises: string | null;
            /** @description The stores that the report is limited to; null: all. */
            store_ids: string[] | null;
            /** @example 1 */
            progress: number;
            /** @example 14000 */
            stores_done: number;
            /** @example 14000 */
            stores_total: number | null;
            /**
             * @description How many of its stores have no observation before its windows end, so that all of their time is default_status. Null unless the report is complete, and for a report made before they were counted.
             * @example 12
             */
            stores_never_observed: number | null;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            finished_at: string | null;
            /**
             * Format: int64
             * @description From trigger to end.
             * @example 612
             */
            duration_ms: number | null;
            /**
             * Format: int64
             * @example 985353
             */
            csv_bytes: number | null;
            /**
             * @description Of the CSV; null unless the report is complete.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            csv_sha256: string | null;
            /**
             * @description For each window: uptime divided by uptime and downtime, over all its stores, from exact figures; null without either. Null unless the report is complete.
             * @example {
             *       "last_hour": 0.942,
             *       "last_day": 0.931,
             *       "last_week": 0.928
             *     }
             */
            uptime_share: {
                [key: string]: number | null;
            } | null;
            /** @description Why there is no result, for people. Failed reports only. */
            reason?: string;
        };
        ReportEventDto: {
            /**
             * @description What has happened to the report. Each but progress is the last event.
             * @example progress
             * @enum {string}
             */
            event: "progress" | "complete" | "error" | "cancelled";
            /**
             * @description Counts the events of the stream.
             * @example 1
             */
            id: string;
            /** @description The report as JSON. */
            data: string;
        };
        ReportPageDto: {
            reports: components["schemas"]["ReportDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        SingleReportDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
            /**
             * @example Complete
             * @enum {string}
             */
            status: "Running" | "Complete" | "Error" | "Cancelled";
            /**
             * Format: date-time
             * @description Where the windows end, to the microsecond; null until the report has started.
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string | null;
            /** @description What the figures depend on besides the data. */
            terms: components["schemas"]["ReportTermsDto"];
            /**
             * @description SHA-256 of the terms as JSON without spaces, their names in alphabetical order.
             * @example 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9
             */
            terms_sha256: string;
            /**
             * @description The release of the time zone database; null for a report made before it was recorded.
             * @example 2026f
             */
            tz_release: string | null;
            /**
             * Format: uuid
             * @description The report that it computes anew, on what was known later; null: none.
             */
            revises: string | null;
            /** @description The stores that the report is limited to; null: all. */
            store_ids: string[] | null;
            /** @example 1 */
            progress: number;
            /** @example 14000 */
            stores_done: number;
            /** @example 14000 */
            stores_total: number | null;
            /**
             * @description How many of its stores have no observation before its windows end, so that all of their time is default_status. Null unless the report is complete, and for a report made before they were counted.
             * @example 12
             */
            stores_never_observed: number | null;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            finished_at: string | null;
            /**
             * Format: int64
             * @description From trigger to end.
             * @example 612
             */
            duration_ms: number | null;
            /**
             * Format: int64
             * @example 985353
             */
            csv_bytes: number | null;
            /**
             * @description Of the CSV; null unless the report is complete.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            csv_sha256: string | null;
            /**
             * @description For each window: uptime divided by uptime and downtime, over all its stores, from exact figures; null without either. Null unless the report is complete.
             * @example {
             *       "last_hour": 0.942,
             *       "last_day": 0.931,
             *       "last_week": 0.928
             *     }
             */
            uptime_share: {
                [key: string]: number | null;
            } | null;
            /** @description Why there is no result, for people. Failed reports only. */
            reason?: string;
            /**
             * @description Whether an observation at or before `as_of`, or a schedule within its windows, has changed since the report read its data. The same report triggered now may then have other figures; this one never changes. Null until it has started.
             * @example false
             */
            superseded_by_data: boolean | null;
        };
        BusinessHoursDto: {
            /**
             * @description The weekday on which it opens; 0 is Monday.
             * @example 0
             */
            dayOfWeek: number;
            /**
             * @description HH:MM:SS, with six decimals unless it is a whole second.
             * @example 09:00:00
             */
            opens: string;
            /**
             * @description On the next day unless it is later than `opens`.
             * @example 24:00:00
             */
            closes: string;
        };
        /** @description Other fields are refused. */
        OpeningHoursDto: {
            /**
             * @description H:MM or HH:MM, with or without seconds (up to six decimals), up to 24:00.
             * @example 09:00
             */
            opens: string;
            /**
             * @description On the next day unless it is later than `opens`.
             * @example 17:00
             */
            closes: string;
        };
        ScheduleDto: {
            /** @example 42 */
            store_id: string;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            at: string;
            /**
             * Format: date
             * @description The date on the store’s calendar.
             * @example 2024-10-08
             */
            local_date: string;
            /** @example America/New_York */
            timezone: string;
            /**
             * @description Whether it is the default time zone.
             * @example false
             */
            timezone_is_default: boolean;
            /**
             * Format: date
             * @description Null: from the beginning of time, or there is none.
             * @example 2024-10-07
             */
            timezone_effective_from: string | null;
            /**
             * @description Whether it is open around the clock by the hours in force, or has none.
             * @example false
             */
            always_open: boolean;
            /**
             * @description Whether it is closed all week by the hours in force.
             * @example false
             */
            closed: boolean;
            /** @description The hours in force, by weekday and time. */
            hours: components["schemas"]["BusinessHoursDto"][];
            /**
             * Format: date
             * @description Null: from the beginning of time, or there is none.
             * @example 2024-10-07
             */
            hours_effective_from: string | null;
            /** @description If the date is special, the hours that take their place: none of them if it is closed. Otherwise null. */
            special_hours: components["schemas"]["OpeningHoursDto"][] | null;
            /**
             * Format: date
             * @description The date on which its scheduled time ends; null unless it is archived.
             * @example null
             */
            archived_from: string | null;
            /** @description The closures that cover the instant. */
            closures: components["schemas"]["ClosureDto"][];
        };
        ScheduleValueDto: {
            /** @description Of a time zone. Null: the default. */
            timezone?: string | null;
            /** @description Of hours: open around the clock. */
            always_open?: boolean;
            /** @description Of hours or a special date: closed. */
            closed?: boolean;
            /** @description Of hours. */
            hours?: components["schemas"]["BusinessHoursDto"][];
            /** @description Of a special date. */
            special_hours?: components["schemas"]["OpeningHoursDto"][];
            /**
             * Format: date
             * @description Of an archived store.
             */
            archived_from?: string;
            /** @description Of a closure. */
            reason?: string;
            /**
             * @description Of a closure; * is all stores.
             * @example 42
             */
            store_id?: string;
            /**
             * Format: date-time
             * @description Of a closure.
             * @example 2024-10-03T18:00:00.000000Z
             */
            from?: string;
            /**
             * Format: date-time
             * @description Of a closure.
             * @example 2024-10-05T06:00:00.000000Z
             */
            to?: string;
        };
        ScheduleChangeDto: {
            /**
             * Format: date-time
             * @example 2024-10-01T09:00:00.000Z
             */
            changed_at: string;
            /**
             * Format: uuid
             * @description The import that changed it; it may have been removed since.
             */
            import_id: string;
            /**
             * @example hours
             * @enum {string}
             */
            part: "store" | "timezones" | "hours" | "special_hours" | "archived" | "closures";
            /**
             * @description The effective_from of the version, null from the beginning of time; the special date; the closure_id; null for archived.
             * @example 2024-10-07
             */
            subject: string | null;
            /** @description Null: there was none. */
            before: components["schemas"]["ScheduleValueDto"] | null;
            /** @description Null: it was removed. */
            after: components["schemas"]["ScheduleValueDto"] | null;
        };
        ScheduleChangePageDto: {
            changes: components["schemas"]["ScheduleChangeDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        /** @description Other fields are refused. */
        PutTimezoneDto: {
            /**
             * @description A name in the time zone database, in any case; null: the default time zone.
             * @example America/New_York
             */
            timezone: string | null;
            /**
             * Format: date
             * @description The local date from which this is in force, from 1700 to 2254. Left out or null: from the beginning of time, in place of all versions.
             * @example 2024-10-07
             */
            effective_from?: string | null;
        };
        /** @description Other fields are refused. */
        PutHoursRowDto: {
            /**
             * @description The weekday on which it opens; 0 is Monday.
             * @example 0
             */
            dayOfWeek: number;
            /**
             * @description H:MM or HH:MM, with or without seconds (up to six decimals), up to 24:00.
             * @example 09:00
             */
            opens: string;
            /**
             * @description On the next day unless it is later than `opens`.
             * @example 17:00
             */
            closes: string;
        };
        /** @description One of hours, always_open and closed. Other fields are refused. */
        PutHoursDto: {
            hours?: components["schemas"]["PutHoursRowDto"][];
            /**
             * @description Open around the clock.
             * @enum {boolean}
             */
            always_open?: true;
            /**
             * @description Closed all week.
             * @enum {boolean}
             */
            closed?: true;
            /**
             * Format: date
             * @description The local date from which this is in force, from 1700 to 2254. Left out or null: from the beginning of time, in place of all versions.
             * @example 2024-10-07
             */
            effective_from?: string | null;
        };
        /** @description One of hours and closed. Other fields are refused. */
        PutSpecialHoursDto: {
            hours?: components["schemas"]["OpeningHoursDto"][];
            /**
             * @description Closed on that date.
             * @enum {boolean}
             */
            closed?: true;
        };
        /** @description Other fields are refused. */
        PutArchivedDto: {
            /**
             * Format: date
             * @description The local date on which its scheduled time ends, from 1700 to 2254; null: it is archived no longer.
             * @example 2024-11-01
             */
            from: string | null;
        };
        SpecialDateDto: {
            /**
             * Format: date
             * @example 2024-11-28
             */
            date: string;
            /**
             * @description Whether no opening starts on that date.
             * @example true
             */
            closed: boolean;
            /** @description By time. */
            hours: components["schemas"]["OpeningHoursDto"][];
        };
        SpecialDatesDto: {
            /** @description By date. */
            special_hours: components["schemas"]["SpecialDateDto"][];
        };
        SessionDto: {
            /**
             * @description As in the audit.
             * @example key:8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49
             */
            actor: string;
            /**
             * @description The name of the key.
             * @example admin
             */
            name: string | null;
            /**
             * @description What the caller may do.
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "ingest" | "report" | "admin")[];
            /**
             * @description Whether people can log in at an OpenID provider: see OIDC_CLIENT_ID.
             * @example false
             */
            has_oidc: boolean;
        };
        /** @description Other fields are refused. */
        LogInDto: {
            /**
             * @description An API key.
             * @example rm_…
             */
            key: string;
        };
        KnownObservationDto: {
            /**
             * Format: date-time
             * @example 2024-10-03T23:33:20.412748Z
             */
            observed_at: string;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive";
            /**
             * Format: uuid
             * @description The latest import with this observation.
             */
            import_id: string;
            /**
             * Format: date-time
             * @description When that import began.
             * @example 2024-10-03T23:34:00.120Z
             */
            received_at: string;
        };
        ObservationPageDto: {
            /** @description By instant. */
            observations: components["schemas"]["KnownObservationDto"][];
            /**
             * Format: date-time
             * @description Retention has dropped observations before this instant; null if it never dropped any.
             * @example null
             */
            kept_from: string | null;
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        TargetOfDto: {
            /**
             * @example attribute
             * @enum {string}
             */
            scope: "fleet" | "attribute" | "store";
            /**
             * @description Null unless the scope is attribute.
             * @example region
             */
            attribute: string | null;
            /**
             * @description Null unless the scope is attribute.
             * @example West
             */
            value: string | null;
            /**
             * @description Null unless the scope is store.
             * @example null
             */
            store_id: string | null;
            /**
             * @description Exactly, as the shortest text.
             * @example 99.95
             */
            percent: string;
        };
        StoreTargetDto: {
            /**
             * Format: int64
             * @description Business time of the whole month: the sum of the four that follow, and of what is to come.
             * @example 1080000000000
             */
            scheduled_us: number;
            /**
             * Format: int64
             * @description Up to the as of, as the next three.
             * @example 453600000000
             */
            uptime_us: number;
            /**
             * Format: int64
             * @description What has been lost.
             * @example 360000000
             */
            downtime_us: number;
            /**
             * Format: int64
             * @description Counts neither as kept nor as lost.
             * @example 0
             */
            unknown_us: number;
            /**
             * Format: int64
             * @description What closures cover in all of the month, also after the as of; of it nothing can be lost.
             * @example 14400000000
             */
            excluded_us: number;
            /**
             * Format: int64
             * @description What is to come after the as of, and is not excluded.
             * @example 611640000000
             */
            ahead_us: number;
            /**
             * @description 100 × uptime / (uptime + downtime), rounded down to six decimals: no less than the target exactly where it is met. Null without either.
             * @example 99.920697
             */
            uptime_percent: string | null;
            /**
             * @description Whether no more has been lost so far than the target allows of that time. Null without any time or target.
             * @example false
             */
            met: boolean | null;
            /**
             * Format: int64
             * @description What may be lost in the whole month, rounded down to a microsecond. Null without a target.
             * @example 1065600000
             */
            allowed_us: number | null;
            /**
             * Format: int64
             * @description What may still be lost: allowed_us - downtime_us. Negative: so much too much is lost already.
             * @example 705600000
             */
            left_us: number | null;
            /**
             * @description The same in minutes, rounded down to two decimals.
             * @example 11.76
             */
            minutes_left: string | null;
            /**
             * Format: date
             * @description The date of the store by the end of which more is lost than may be: one that has come, or one to come if as much is lost of each hour as was so far. Null: none in this month.
             * @example 2024-10-29
             */
            gone_on: string | null;
            /**
             * @description An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in. Null if it is no number.
             * @example 125.00
             */
            lost_sales_estimate: string | null;
            /** @example 42 */
            store_id: string;
            /** @example 2024-10 */
            month: string;
            /**
             * Format: date-time
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string;
            /**
             * Format: date-time
             * @description Where its month begins.
             * @example 2024-10-01T05:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-11-01T05:00:00.000000Z
             */
            to: string;
            /**
             * @description In force at the as of.
             * @example America/Chicago
             */
            timezone: string;
            /** @description The target that holds for it; null: none. */
            target: components["schemas"]["TargetOfDto"] | null;
        };
        FiguresDto: {
            /**
             * @description Minutes.
             * @example 45.5
             */
            uptime_last_hour: number;
            /**
             * @description Hours.
             * @example 8.25
             */
            uptime_last_day: number;
            /**
             * @description Hours.
             * @example 60
             */
            uptime_last_week: number;
            /**
             * @description Minutes.
             * @example 14.5
             */
            downtime_last_hour: number;
            /**
             * @description Hours.
             * @example 0.75
             */
            downtime_last_day: number;
            /**
             * @description Hours.
             * @example 2.5
             */
            downtime_last_week: number;
        };
        StoreDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
            /**
             * @description Values by attribute, as it was first written.
             * @example {
             *       "brand": "Taco Town",
             *       "region": "West"
             *     }
             */
            attributes: {
                [key: string]: string;
            };
            /** @example America/New_York */
            timezone: string;
            /**
             * @description Whether the store has no zone of its own and uses the default time zone.
             * @example false
             */
            timezone_is_default: boolean;
            /**
             * @description The status of the latest observation; null without observations.
             * @example active
             */
            status: ("active" | "inactive") | null;
            /**
             * Format: date-time
             * @description The first of the latest observations in a row with this status.
             * @example 2024-10-08T09:00:12.000000Z
             */
            status_since: string | null;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            last_observed_at: string | null;
            /**
             * @description Whether it is open at this moment; a store without hours always is.
             * @example true
             */
            open_now: boolean;
            /** @description From the report of the answer; null if the store is not in it. */
            figures: components["schemas"]["FiguresDto"] | null;
        };
        StorePageDto: {
            stores: components["schemas"]["StoreDto"][];
            /**
             * Format: uuid
             * @description The report that the figures come from; null if no report is complete yet.
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string | null;
            /**
             * Format: date-time
             * @description Where the windows of that report end.
             * @example 2024-10-08T12:00:00.000000Z
             */
            as_of: string | null;
            /**
             * @description For the next page; null on the last one. A short page may still have a next one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        SingleStoreDto: {
            /** @example 42 */
            store_id: string;
            /** @example Main Street */
            name: string | null;
            /**
             * @description Values by attribute, as it was first written.
             * @example {
             *       "brand": "Taco Town",
             *       "region": "West"
             *     }
             */
            attributes: {
                [key: string]: string;
            };
            /** @example America/New_York */
            timezone: string;
            /**
             * @description Whether the store has no zone of its own and uses the default time zone.
             * @example false
             */
            timezone_is_default: boolean;
            /**
             * @description The status of the latest observation; null without observations.
             * @example active
             */
            status: ("active" | "inactive") | null;
            /**
             * Format: date-time
             * @description The first of the latest observations in a row with this status.
             * @example 2024-10-08T09:00:12.000000Z
             */
            status_since: string | null;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            last_observed_at: string | null;
            /**
             * @description Whether it is open at this moment; a store without hours always is.
             * @example true
             */
            open_now: boolean;
            /** @description From the report of the answer; null if the store is not in it. */
            figures: components["schemas"]["FiguresDto"] | null;
            /**
             * @description Whether it is open around the clock by the hours in force, or has none.
             * @example false
             */
            always_open: boolean;
            /** @description The hours in force today, by weekday and time. Empty: open around the clock, or closed. */
            hours: components["schemas"]["BusinessHoursDto"][];
            /**
             * Format: date-time
             * @description When it opens or closes next; null if it does neither within eight days.
             * @example 2024-10-08T21:00:00.000000Z
             */
            next_change_at: string | null;
            /** @example closes */
            next_change: ("opens" | "closes") | null;
            /**
             * Format: uuid
             * @description The report that the figures come from; null if no report is complete yet.
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string | null;
            /**
             * Format: date-time
             * @description Where the windows of that report end.
             * @example 2024-10-08T12:00:00.000000Z
             */
            as_of: string | null;
        };
        TargetGroupDto: {
            /**
             * Format: int64
             * @description Business time of the whole month: the sum of the four that follow, and of what is to come.
             * @example 1080000000000
             */
            scheduled_us: number;
            /**
             * Format: int64
             * @description Up to the as of, as the next three.
             * @example 453600000000
             */
            uptime_us: number;
            /**
             * Format: int64
             * @description What has been lost.
             * @example 360000000
             */
            downtime_us: number;
            /**
             * Format: int64
             * @description Counts neither as kept nor as lost.
             * @example 0
             */
            unknown_us: number;
            /**
             * Format: int64
             * @description What closures cover in all of the month, also after the as of; of it nothing can be lost.
             * @example 14400000000
             */
            excluded_us: number;
            /**
             * Format: int64
             * @description What is to come after the as of, and is not excluded.
             * @example 611640000000
             */
            ahead_us: number;
            /**
             * @description 100 × uptime / (uptime + downtime), rounded down to six decimals: no less than the target exactly where it is met. Null without either.
             * @example 99.920697
             */
            uptime_percent: string | null;
            /**
             * @description Whether no more has been lost so far than the target allows of that time. Null without any time or target.
             * @example false
             */
            met: boolean | null;
            /**
             * Format: int64
             * @description What may be lost in the whole month, rounded down to a microsecond. Null without a target.
             * @example 1065600000
             */
            allowed_us: number | null;
            /**
             * Format: int64
             * @description What may still be lost: allowed_us - downtime_us. Negative: so much too much is lost already.
             * @example 705600000
             */
            left_us: number | null;
            /**
             * @description The same in minutes, rounded down to two decimals.
             * @example 11.76
             */
            minutes_left: string | null;
            /**
             * Format: date
             * @description The date of the store by the end of which more is lost than may be: one that has come, or one to come if as much is lost of each hour as was so far. Null: none in this month.
             * @example 2024-10-29
             */
            gone_on: string | null;
            /**
             * @description An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in. Null if it is no number.
             * @example 125.00
             */
            lost_sales_estimate: string | null;
            /**
             * @description Null: the stores of the group do not have the attribute.
             * @example {
             *       "region": "West",
             *       "brand": null
             *     }
             */
            key: {
                [key: string]: string | null;
            };
            /** @example 12 */
            stores: number;
            /**
             * @description To these alone all other figures of the group refer.
             * @example 12
             */
            stores_with_target: number;
            /** @example 9 */
            stores_met: number;
            /**
             * @description Those that neither met nor missed it have no time that counts.
             * @example 3
             */
            stores_missed: number;
            /**
             * @description Null: they have none, or several.
             * @example 99.9
             */
            percent: string | null;
            /**
             * @description To these lost_sales_estimate refers.
             * @example 8
             */
            stores_with_sales: number;
        };
        TargetStatusDto: {
            /** @example 2024-10 */
            month: string;
            /**
             * Format: date-time
             * @example 2024-10-13T23:58:36.521635Z
             */
            as_of: string;
            /**
             * @description Attributes as they were first written.
             * @example [
             *       "region"
             *     ]
             */
            by: string[];
            /** @description By their keys; those without a value come last. */
            groups: components["schemas"]["TargetGroupDto"][];
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
        };
        TargetDto: {
            /**
             * @example attribute
             * @enum {string}
             */
            scope: "fleet" | "attribute" | "store";
            /**
             * @description Null unless the scope is attribute.
             * @example region
             */
            attribute: string | null;
            /**
             * @description Null unless the scope is attribute.
             * @example West
             */
            value: string | null;
            /**
             * @description Null unless the scope is store.
             * @example null
             */
            store_id: string | null;
            /**
             * @description Exactly, as the shortest text.
             * @example 99.95
             */
            percent: string;
            /**
             * Format: date-time
             * @example 2024-10-01T09:00:00.000Z
             */
            set_at: string;
            /**
             * @description Who set it, as in the audit.
             * @example anonymous
             */
            set_by: string;
        };
        TargetPageDto: {
            /** @description That of the fleet, then those of attributes, then those of stores. */
            targets: components["schemas"]["TargetDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example YW4gZXhhbXBsZQ
             */
            next_cursor: string | null;
        };
        /** @description Other fields are refused. */
        NewTargetDto: {
            /**
             * @description Text, so that it stays exact: more than 0, at most 100, with up to six decimals.
             * @example 99.95
             */
            percent: string;
        };
        /** @description Other fields are refused. */
        TriggerReportDto: {
            /**
             * Format: date-time
             * @description Where the windows end. Left out or null: the latest observation of all stores. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC
             * @example 2024-10-10T12:00:00Z
             */
            as_of?: string | null;
            /**
             * @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service
             * @example inactive
             */
            default_status?: ("inactive" | "active" | "unknown") | null;
            /**
             * @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service
             * @example 3h
             */
            unknown_after?: string | null;
            /**
             * @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service
             * @example ignore
             */
            closures?: ("exclude" | "ignore") | null;
            /**
             * @description all: also the columns unknown_ and excluded_ of each window. Left out or null: standard
             * @example all
             */
            columns?: ("standard" | "all") | null;
            /**
             * @description last_hour, last_day and last_week before as_of, or local dates of each store: a date, a month, an ISO week, or dates from one to another, both included. Left out or null: the REPORT_WINDOWS of the service
             * @example [
             *       "2024-10",
             *       "2024-W41",
             *       "2024-10-05",
             *       "2024-10-01..2024-10-14",
             *       "last_week"
             *     ]
             */
            windows?: string[] | null;
        };
        StatusSourceDto: {
            /**
             * @description observation: at the start of the stretch. carried: an earlier observation still holds. stale: the latest observation no longer speaks. default: there is no observation yet.
             * @example carried
             * @enum {string}
             */
            kind: "observation" | "carried" | "stale" | "default";
            /**
             * Format: date-time
             * @example 2024-10-08T11:40:12.000000Z
             */
            observed_at: string | null;
            /**
             * Format: date-time
             * @description When the import began that the observation last came with; null if the observation was dropped since.
             * @example 2024-10-08T11:41:00.120Z
             */
            received_at: string | null;
            /** Format: uuid */
            import_id: string | null;
        };
        LedgerStretchDto: {
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-10-08T13:00:00.000000Z
             */
            to: string;
            /**
             * @description In the time zone of the store.
             * @example 2024-10-08T08:00:00.000000-04:00
             */
            local_from: string;
            /** @example 2024-10-08T09:00:00.000000-04:00 */
            local_to: string;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "inactive" | "unknown" | "excluded" | "closed";
            /** @description Where the status comes from; null while closed or excluded. */
            source: components["schemas"]["StatusSourceDto"] | null;
            /**
             * @description Why the store counts as open or closed. always_open: it has no hours on that date, or is always open by them. business_hours, overnight, full_day: hours that end on the same day, on the next day, or 24 hours later. end_of_day_grace: the end, in the last minute of the day, counts as midnight. no_hours_that_day: a weekday without hours. outside_hours: a weekday with hours, at another time. special_hours, special_closed: a special date has these hours, or none. clock_change: the clocks change within the stretch, or skip or repeat one end of the hours. zone_change: it begins or ends at a midnight at which another zone comes into force. closure: a closure covers it.
             * @example business_hours
             * @enum {string}
             */
            rule: "always_open" | "business_hours" | "overnight" | "full_day" | "end_of_day_grace" | "special_hours" | "archived" | "special_closed" | "no_hours_that_day" | "outside_hours" | "clock_change" | "zone_change" | "closure";
            /**
             * @description The rule, leaving changes of clocks and zones and closures aside.
             * @example business_hours
             * @enum {string}
             */
            hours_rule: "always_open" | "business_hours" | "overnight" | "full_day" | "end_of_day_grace" | "special_hours" | "archived" | "special_closed" | "no_hours_that_day" | "outside_hours";
            /**
             * @description When the UTC offset changes within the stretch or at its start, such as 2024-11-03T01:00:00.000000-05:00: in the time zone of the store, with the new offset.
             * @example []
             */
            clock_changes: string[];
            /**
             * @description The zone in force.
             * @example America/New_York
             */
            timezone: string;
            /**
             * Format: date
             * @description The effective_from of the hours in force; null if they have none, or there are no hours.
             * @example 2024-10-07
             */
            hours_effective_from: string | null;
            /** @description The closure that covers an excluded stretch. */
            closure: components["schemas"]["ClosureDto"] | null;
            /**
             * @description With lost_sales=true. An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in, rounded to two decimals in the end. Of inactive stretches.
             * @example 125.00
             */
            lost_sales_estimate?: string;
        };
        UptimeDto: {
            /** @example 42 */
            store_id: string;
            /**
             * @description The default time zone if the store has none of its own.
             * @example America/New_York
             */
            timezone: string;
            /**
             * Format: date-time
             * @example 2024-10-07T12:00:00.000000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            to: string;
            /**
             * Format: int64
             * @description Business time in whole microseconds: the sum of the four that follow.
             * @example 28800000000
             */
            business_us: number;
            /**
             * Format: int64
             * @example 25200000000
             */
            uptime_us: number;
            /**
             * Format: int64
             * @example 3600000000
             */
            downtime_us: number;
            /**
             * Format: int64
             * @description Business time in which the status is unknown, by the terms.
             * @example 0
             */
            unknown_us: number;
            /**
             * Format: int64
             * @description Business time that closures cover.
             * @example 0
             */
            excluded_us: number;
            /**
             * Format: int64
             * @description The number of observations within business time; null if retention may have dropped some of them.
             * @example 8
             */
            observation_count: number | null;
            /**
             * @description uptime_us / (uptime_us + downtime_us); null without either.
             * @example 0.875
             */
            uptime_share: number | null;
            /**
             * @description With lost_sales=true. An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in, rounded to two decimals in the end.
             * @example 125.00
             */
            lost_sales_estimate?: string;
            /** @description With explain=true: stretches without gaps or overlaps. All pages together cover the range, and their lengths add up to its figures. */
            ledger?: components["schemas"]["LedgerStretchDto"][];
            /** @description With explain=true: for the next page of the ledger; null on the last one. */
            next_cursor?: string | null;
        };
    };
    responses: {
        /** @description malformed_http, request_refused, unknown_import_kind, method_not_allowed, request_timeout, precondition_failed, range_not_satisfiable, expectation_failed, host_not_allowed, headers_too_large, unsupported_transfer */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDto"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listStoreAttributes: {
        parameters: {
            query?: {
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributesListDto"];
                };
            };
            /** @description invalid_q, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getStore: {
        parameters: {
            query?: {
                /** @description The report that the figures come from. Left out: the default report. */
                report_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SingleStoreDto"];
                };
            };
            /** @description invalid_report_id, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found, report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_lacks_windows, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setStore: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributesDto"];
            };
        };
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_attributes, invalid_attribute_name, invalid_attribute, invalid_body, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    removeStore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_has_data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    updateStore: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributesDto"];
            };
        };
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_attributes, invalid_attribute_name, invalid_attribute, too_many_attributes, invalid_body, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Included. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description Only what this actor did */
                actor?: string;
                /** @description Only what ended like this: done, left_out, or the code of an error */
                outcome?: string;
                /** @description csv: all entries, without limit or cursor */
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries of the audit. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPageDto"];
                    /** @example audit_no,at,actor,actor_name,address,action,ids,outcome,times */
                    "text/csv": string;
                };
            };
            /** @description invalid_from, invalid_range, invalid_to, invalid_actor, invalid_outcome, invalid_format, invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listClosures: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only closures of this store, with those of all stores */
                store_id?: string;
                /** @description Only closures that end later. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Only closures that begin earlier. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description Whether to list also those that were revoked */
                revoked?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosurePageDto"];
                };
            };
            /** @description invalid_store_id, invalid_from, invalid_range, invalid_to, invalid_revoked, invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    declareClosure: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewClosureDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosureDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description closure_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, invalid_store_id, invalid_from, invalid_closure, invalid_to, invalid_reason, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    revokeClosure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The closure_id of a closure
                 * @example 6ba7b810-9dad-41d1-80b4-00c04fd430c8
                 */
                closure_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosureDto"];
                };
            };
            /** @description malformed_request, invalid_closure_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description closure_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getFleet: {
        parameters: {
            query?: {
                /** @description The report that the figures come from. Left out: the default report. */
                report_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDto"];
                };
            };
            /** @description invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_lacks_windows, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getFleetTimeline: {
        parameters: {
            query?: {
                /** @description Included. Left out: seven days before to. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from. Left out: the latest observation. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /** @description The length of a step, from 1m to 1d; at most 2000 steps. The last one may be shorter */
                step?: string;
                /** @description 1 to 3 attributes, in any case, or timezone, the zone in force at the end */
                by?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetTimelineDto"];
                };
            };
            /** @description invalid_range, invalid_step, invalid_by, invalid_from, invalid_to, invalid_default_status, invalid_q, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, too_many_groups, observations_dropped, invalid_unknown_after, invalid_closures, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getReport: {
        parameters: {
            query: {
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
                /** @description The format of a complete report */
                format?: "csv" | "json" | "ndjson";
            };
            header?: {
                /** @description The ETag of an earlier download */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, or its state as JSON: running, failed with a reason, or cancelled. */
            200: {
                headers: {
                    /** @description While it runs: seconds until the next request is worthwhile. */
                    "Retry-After"?: string;
                    /** @description With the report: its file name. */
                    "Content-Disposition"?: string;
                    /** @description With the whole report: made of the SHA-256 of its CSV. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example store_id,uptime_last_hour,uptime_last_day,uptime_last_week,downtime_last_hour,downtime_last_day,downtime_last_week
                     *     00017c6a-7a77-4a95-bb2d-40647868aff6,60.00,10.50,75.50,0.00,0.00,0.00
                     */
                    "text/csv": string;
                    /**
                     * @example {
                     *       "store_id": "00017c6a-7a77-4a95-bb2d-40647868aff6",
                     *       "uptime_last_hour": 60,
                     *       "uptime_last_day": 10.5,
                     *       "uptime_last_week": 75.5,
                     *       "downtime_last_hour": 0,
                     *       "downtime_last_day": 0,
                     *       "downtime_last_week": 0
                     *     }
                     */
                    "application/x-ndjson": components["schemas"]["ReportRowDto"];
                    "application/json": components["schemas"]["ReportStateDto"] | components["schemas"]["ReportRowDto"][];
                };
            };
            /** @description The client already has this report (If-None-Match). */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_report_id, invalid_format, invalid_q, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_exact_figures */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {},
                     *       "error": {},
                     *       "details": {}
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                        info: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        error: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        details: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can serve. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {
                     *         "process": {
                     *           "status": "up"
                     *         },
                     *         "postgresql": {
                     *           "status": "up"
                     *         },
                     *         "schema": {
                     *           "status": "up"
                     *         },
                     *         "redis": {
                     *           "status": "up"
                     *         },
                     *         "kafka": {
                     *           "status": "up",
                     *           "reachable": true,
                     *           "topic": "store-status",
                     *           "group": "restaurant-monitor",
                     *           "partitions": [
                     *             {
                     *               "partition": 0,
                     *               "committed": 411203,
                     *               "end": 411960,
                     *               "lag": 757
                     *             },
                     *             {
                     *               "partition": 1,
                     *               "committed": 5190,
                     *               "end": 5204,
                     *               "lag": 14,
                     *               "held_up": {
                     *                 "offset": 5190,
                     *                 "reason": "its checksum does not match"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "error": {},
                     *       "details": {
                     *         "process": {
                     *           "status": "up"
                     *         },
                     *         "postgresql": {
                     *           "status": "up"
                     *         },
                     *         "schema": {
                     *           "status": "up"
                     *         },
                     *         "redis": {
                     *           "status": "up"
                     *         },
                     *         "kafka": {
                     *           "status": "up",
                     *           "reachable": true,
                     *           "topic": "store-status",
                     *           "group": "restaurant-monitor",
                     *           "partitions": [
                     *             {
                     *               "partition": 0,
                     *               "committed": 411203,
                     *               "end": 411960,
                     *               "lag": 757
                     *             },
                     *             {
                     *               "partition": 1,
                     *               "committed": 5190,
                     *               "end": 5204,
                     *               "lag": 14,
                     *               "held_up": {
                     *                 "offset": 5190,
                     *                 "reason": "its checksum does not match"
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                        info: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        error: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                        details: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "down";
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description not_ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    importStoreStatus: {
        parameters: {
            query?: {
                /** @description What the file is called, to be shown with the import. Folders before it and control characters are left out; the first 200 characters are kept */
                file_name?: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example store_id,status,timestamp_utc
                 *     42,active,2024-10-03 23:33:20.412748 UTC
                 */
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description One file, under any field name; other fields are ignored.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_form, malformed_gzip, client_gone, invalid_file_name, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_import_stores, body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, wrong_header, no_file, one_file_at_a_time, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, import_given_up, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    importBusinessHours: {
        parameters: {
            query?: {
                /** @description What the file is called, to be shown with the import. Folders before it and control characters are left out; the first 200 characters are kept */
                file_name?: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example store_id,dayOfWeek,start_time_local,end_time_local,effective_from
                 *     42,0,09:00:00,17:00:00,
                 *     42,0,10:00:00,17:00:00,2024-10-07
                 */
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description One file, under any field name; other fields are ignored.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_form, malformed_gzip, client_gone, invalid_file_name, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_import_stores, body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, wrong_header, no_file, one_file_at_a_time, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, import_given_up, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    importTimezones: {
        parameters: {
            query?: {
                /** @description What the file is called, to be shown with the import. Folders before it and control characters are left out; the first 200 characters are kept */
                file_name?: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example store_id,timezone_str,effective_from
                 *     42,America/New_York,2024-10-07
                 */
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description One file, under any field name; other fields are ignored.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_form, malformed_gzip, client_gone, invalid_file_name, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_import_stores, body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, wrong_header, no_file, one_file_at_a_time, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, import_given_up, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    importSpecialHours: {
        parameters: {
            query?: {
                /** @description What the file is called, to be shown with the import. Folders before it and control characters are left out; the first 200 characters are kept */
                file_name?: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example store_id,date,start_time_local,end_time_local
                 *     42,2024-11-28,,
                 *     42,2024-12-24,09:00:00,14:00:00
                 */
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description One file, under any field name; other fields are ignored.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_form, malformed_gzip, client_gone, invalid_file_name, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_import_stores, body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, wrong_header, no_file, one_file_at_a_time, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, import_given_up, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    importClosures: {
        parameters: {
            query?: {
                /** @description What the file is called, to be shown with the import. Folders before it and control characters are left out; the first 200 characters are kept */
                file_name?: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example store_id,from,to,reason
                 *     42,2024-10-03 18:00:00 UTC,2024-10-05 06:00:00 UTC,kitchen refit
                 */
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description One file, under any field name; other fields are ignored.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_form, malformed_gzip, client_gone, invalid_file_name, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_import_stores, body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, wrong_header, no_file, one_file_at_a_time, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, import_given_up, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    importStores: {
        parameters: {
            query?: {
                /** @description What the file is called, to be shown with the import. Folders before it and control characters are left out; the first 200 characters are kept */
                file_name?: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example store_id,name,region,brand
                 *     42,Main Street,West,Taco Town
                 */
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description One file, under any field name; other fields are ignored.
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_form, malformed_gzip, client_gone, invalid_file_name, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_import_stores, body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, wrong_header, no_file, one_file_at_a_time, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, import_given_up, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only imports that came this way */
                source?: "csv" | "json" | "kafka";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPageDto"];
                };
            };
            /** @description invalid_source, invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The import_id of an import
                 * @example 5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55
                 */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptImportDto"];
                };
            };
            /** @description malformed_request, invalid_import_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description import_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    downloadImportRejects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The import_id of an import
                 * @example 5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55
                 */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By line; the text is cut at 1 KiB. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example line,reason,text
                     *     7,invalid_status,"42,closed,2024-10-03 23:33:22 UTC"
                     */
                    "text/csv": string;
                };
            };
            /** @description malformed_request, invalid_import_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description import_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                /** @description Included. Left out: seven days before to. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from. Left out: the latest observation. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /** @description 1 to 3 attributes, in any case, or timezone, the zone in force at the end */
                by?: string;
                /** @description Within what time outages that begin are counted together, from 5m to 12h */
                within?: string;
                /** @description How many stores an incident has at least beyond times the usual number */
                at_least?: number;
                /** @description How many times the usual number of stores is far more, from 1 to 100 with at most one decimal */
                times?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentPageDto"];
                };
            };
            /** @description invalid_range, invalid_by, invalid_within, invalid_at_least, invalid_times, invalid_from, invalid_to, invalid_default_status, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description range_too_long, unknown_attribute, too_many_groups, observations_dropped, invalid_unknown_after, invalid_closures, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listIncidentStores: {
        parameters: {
            query?: {
                /** @description Included. Left out: seven days before to. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from. Left out: the latest observation. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /** @description 1 to 3 attributes, in any case, or timezone, the zone in force at the end */
                by?: string;
                /** @description Within what time outages that begin are counted together, from 5m to 12h */
                within?: string;
                /** @description How many stores an incident has at least beyond times the usual number */
                at_least?: number;
                /** @description How many times the usual number of stores is far more, from 1 to 100 with at most one decimal */
                times?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The incident_id of an incident
                 * @example 9f86d081884c7d65
                 */
                incident_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentStoresDto"];
                };
            };
            /** @description invalid_range, invalid_by, invalid_within, invalid_at_least, invalid_times, invalid_from, invalid_to, invalid_default_status, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter, malformed_request, invalid_incident_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description incident_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description range_too_long, unknown_attribute, too_many_groups, observations_dropped, invalid_unknown_after, invalid_closures, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPageDto"];
                };
            };
            /** @description invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKeyDto"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, invalid_name, invalid_scopes, invalid_expires_at, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The key_id of a key
                 * @example 8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49
                 */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked, by this call or an earlier one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyDto"];
                };
            };
            /** @description malformed_request, invalid_key_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format of Prometheus. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example restaurant_monitor_queue_jobs{queue="report",state="waiting"} 0 */
                    "text/plain": string;
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    sendObservations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body again is the same import: a request whose answer was lost can be repeated. */
                "Idempotency-Key"?: string;
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationsDto"];
            };
        };
        responses: {
            /** @description Written, now or by the same request before. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostedObservationsDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, invalid_observations, invalid_idempotency_key, idempotency_key_reused, invalid_body, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listOutages: {
        parameters: {
            query?: {
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Included. Left out: seven days before to. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from: by at most 31 days, or 366 days for one store. Left out: the latest observation of all stores, where reports end. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description The longest outage has the most business time within the range */
                sort?: "newest" | "longest";
                /** @description Only outages that have not ended, whenever they began, of stores that are open at this moment or have lost business time within the range */
                ongoing?: boolean;
                /** @description csv, newest first: all outages, without limit or cursor; csv, longest first: one page */
                format?: "json" | "csv";
                /** @description Whether to add estimates of lost sales, for stores whose attribute sales_per_hour is a number */
                lost_sales?: boolean;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Outages within the range. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutagePageDto"];
                    /**
                     * @example store_id,started_at,ended_at,ongoing,business_us,open_now
                     *     42,2024-10-07T14:03:20.000000Z,2024-10-07T15:12:00.000000Z,false,4120000000,true
                     */
                    "text/csv": string;
                };
            };
            /** @description invalid_range, invalid_from, invalid_to, invalid_sort, invalid_ongoing, invalid_format, invalid_lost_sales, invalid_default_status, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, range_too_long, observations_dropped, invalid_unknown_after, invalid_closures, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listReportGroups: {
        parameters: {
            query: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /**
                 * @description 1 to 3 attributes, in any case, or timezone, the zone in force at the end
                 * @example region,brand
                 */
                by: string;
                /** @description How many of the stores with the most downtime to name in each group and window. Left out: none */
                worst?: number;
                /** @description CSV has all groups, not in pages */
                format?: "json" | "csv";
                /** @description Whether to add estimates of lost sales, for stores whose attribute sales_per_hour is a number */
                lost_sales?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By their keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportGroupsDto"];
                    /**
                     * @example region,stores,uptime_us_last_day,downtime_us_last_day,unknown_us_last_day,excluded_us_last_day
                     *     West,12,86400000000,0,0,0
                     */
                    "text/csv": string;
                };
            };
            /** @description invalid_by, invalid_worst, invalid_format, invalid_lost_sales, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter, malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete, no_exact_figures */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    reviseReport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is the same report: a request whose answer was lost can be repeated. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new report is running. */
            202: {
                headers: {
                    /** @description Where to get it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggeredReportDto"];
                };
            };
            /** @description malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, invalid_idempotency_key, idempotency_key_reused, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    compareReports: {
        parameters: {
            query: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /**
                 * @description The report to compare with, whose figures are those before
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                against: string;
                /** @description csv: all stores that differ, without limit or cursor */
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stores that differ, with their figures in the other report, before, and in this one, after. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportDiffDto"];
                    /**
                     * @example store_id,before_uptime_last_day,after_uptime_last_day
                     *     42,10.50,11.50
                     */
                    "text/csv": string;
                };
            };
            /** @description invalid_against, invalid_format, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter, malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description reports_not_comparable, unknown_attribute, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listReportRows: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /** @description Only the rows of these stores, as far as the report has them. May be repeated up to 200 times. */
                store_id?: string[];
                /** @description A column of the report; with - in front: descending */
                sort?: string;
            };
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportRowsDto"];
                };
            };
            /** @description invalid_store_id, invalid_sort, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter, malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete, no_exact_figures */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, too_many_stores, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getReportTotals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportTotalsDto"];
                };
            };
            /** @description malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPageDto"];
                };
            };
            /** @description invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getReportDetails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SingleReportDto"];
                };
            };
            /** @description malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    downloadReport: {
        parameters: {
            query?: {
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
            };
            header?: {
                /** @description The ETag of an earlier download */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, by store_id. */
            200: {
                headers: {
                    /** @description With the report: its file name. */
                    "Content-Disposition"?: string;
                    /** @description With the whole report: made of the SHA-256 of its CSV. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example store_id,uptime_last_hour,uptime_last_day,uptime_last_week,downtime_last_hour,downtime_last_day,downtime_last_week
                     *     00017c6a-7a77-4a95-bb2d-40647868aff6,60.00,10.50,75.50,0.00,0.00,0.00
                     */
                    "text/csv": string;
                };
            };
            /** @description The client already has this report (If-None-Match). */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_q, invalid_attribute_filter, malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_complete, no_exact_figures */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    cancelReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled, by this call or an earlier one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportDto"];
                };
            };
            /** @description malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    watchReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What POST /trigger_report returned
                 * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
                 */
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until the outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: progress
                     *     id: 1
                     *     data: {"status":"Running","progress":0.43}
                     */
                    "text/event-stream": string | components["schemas"]["ReportEventDto"];
                };
            };
            /** @description malformed_request, invalid_report_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getStoreSchedule: {
        parameters: {
            query?: {
                /** @description Left out: now. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                at?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDto"];
                };
            };
            /** @description invalid_at, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listStoreScheduleChanges: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleChangePageDto"];
                };
            };
            /** @description invalid_limit, invalid_cursor, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setStoreTimezone: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutTimezoneDto"];
            };
        };
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, unknown_timezone, invalid_timezone, missing_field, invalid_date, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setStoreBusinessHours: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutHoursDto"];
            };
        };
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_day, invalid_time, invalid_date, ambiguous_hours, invalid_hours, not_an_object, missing_field, invalid_body, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setStoreSpecialHours: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
                /**
                 * @description A date of the store, from 1700 to 2254
                 * @example 2024-11-28
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutSpecialHoursDto"];
            };
        };
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description ambiguous_hours, invalid_special_hours, not_an_object, missing_field, invalid_time, invalid_body, unknown_field, invalid_date, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    removeStoreSpecialHours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
                /**
                 * @description A date of the store, from 1700 to 2254
                 * @example 2024-11-28
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_date, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    archiveStore: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutArchivedDto"];
            };
        };
        responses: {
            /** @description Written, or the same as before. The next reports use it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, invalid_date, missing_field, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listStoreSpecialHours: {
        parameters: {
            query?: {
                /** @description Included. Left out: from the first one on */
                from?: string;
                /** @description Included. Left out: up to the last one */
                to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpecialDatesDto"];
                };
            };
            /** @description invalid_range, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_date, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInDto"];
            };
        };
        responses: {
            /** @description Logged in. */
            201: {
                headers: {
                    /** @description The session. */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description cross_origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, invalid_key, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Logged out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description cross_origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listStoreObservations: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Included. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationPageDto"];
                };
            };
            /** @description invalid_from, invalid_range, invalid_to, invalid_limit, invalid_cursor, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listStoreOutages: {
        parameters: {
            query?: {
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Included. Left out: seven days before to. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                from?: string;
                /** @description Not included, and after from: by at most 31 days, or 366 days for one store. Left out: the latest observation of all stores, where reports end. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                to?: string;
                /** @description The longest outage has the most business time within the range */
                sort?: "newest" | "longest";
                /** @description Only outages that have not ended, whenever they began, of stores that are open at this moment or have lost business time within the range */
                ongoing?: boolean;
                /** @description csv, newest first: all outages, without limit or cursor; csv, longest first: one page */
                format?: "json" | "csv";
                /** @description Whether to add estimates of lost sales, for stores whose attribute sales_per_hour is a number */
                lost_sales?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Outages within the range. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutagePageDto"];
                    /**
                     * @example store_id,started_at,ended_at,ongoing,business_us,open_now
                     *     42,2024-10-07T14:03:20.000000Z,2024-10-07T15:12:00.000000Z,false,4120000000,true
                     */
                    "text/csv": string;
                };
            };
            /** @description invalid_range, invalid_from, invalid_to, invalid_sort, invalid_ongoing, invalid_format, invalid_lost_sales, invalid_default_status, invalid_limit, invalid_cursor, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description range_too_long, observations_dropped, invalid_unknown_after, invalid_closures, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_busy, service_unavailable */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getStoreTarget: {
        parameters: {
            query: {
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /**
                 * @description A calendar month, which each store has by its own clocks. From 1700-01 to 2254-12
                 * @example 2024-10
                 */
                month: string;
                /** @description What lies after it is not seen. Left out: the latest observation of all stores. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                as_of?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreTargetDto"];
                };
            };
            /** @description invalid_month, invalid_as_of, invalid_default_status, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_observations */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, invalid_unknown_after, invalid_closures, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listStores: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks */
                q?: string;
                /** @description Only stores with one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
                /** @description Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report */
                timezone?: string[];
                /** @description Only stores whose latest observation has this status */
                status?: "active" | "inactive";
                /** @description Only stores that are open, or closed, at this moment */
                open?: boolean;
                /** @description Only stores whose last observation is more than 3 hours before the latest of all stores, or the others */
                stale?: boolean;
                /** @description By a downtime: the largest first, then, by store_id, the stores that are not in the report. */
                sort?: "store_id" | "downtime_last_hour" | "downtime_last_day" | "downtime_last_week";
                /** @description The report that the figures come from. Left out: the default report. */
                report_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorePageDto"];
                };
            };
            /** @description invalid_status, invalid_open, invalid_stale, invalid_sort, invalid_report_id, invalid_limit, invalid_cursor, invalid_q, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_report, report_not_complete */
            409: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description report_lacks_windows, unknown_attribute, unknown_timezone, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getTargetStatus: {
        parameters: {
            query: {
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /**
                 * @description A calendar month, which each store has by its own clocks. From 1700-01 to 2254-12
                 * @example 2024-10
                 */
                month: string;
                /** @description What lies after it is not seen. Left out: the latest observation of all stores. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC */
                as_of?: string;
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
                /** @description 1 to 3 attributes, in any case, or timezone, the zone in force at the end */
                by?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetStatusDto"];
                };
            };
            /** @description invalid_by, invalid_month, invalid_as_of, invalid_default_status, invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_observations */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, too_many_groups, observations_dropped, invalid_unknown_after, invalid_closures, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    listTargets: {
        parameters: {
            query?: {
                /** @description The most items of a page */
                limit?: number;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetPageDto"];
                };
            };
            /** @description invalid_limit, invalid_cursor */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setFleetTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTargetDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, invalid_percent, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    removeFleetTarget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed, by this call or an earlier one, or never set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setAttributeTarget: {
        parameters: {
            query: {
                /**
                 * @description The value, exactly as stores have it
                 * @example West
                 */
                value: string;
            };
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description An attribute, in any case
                 * @example region
                 */
                attribute: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTargetDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_value */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, invalid_body, invalid_percent, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    removeAttributeTarget: {
        parameters: {
            query: {
                /**
                 * @description The value, exactly as stores have it
                 * @example West
                 */
                value: string;
            };
            header?: never;
            path: {
                /**
                 * @description An attribute, in any case
                 * @example region
                 */
                attribute: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed, by this call or an earlier one, or never set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description invalid_value, malformed_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_attribute, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    setStoreTarget: {
        parameters: {
            query?: never;
            header?: {
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTargetDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, invalid_percent, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    removeStoreTarget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed, by this call or an earlier one, or never set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    triggerReport: {
        parameters: {
            query?: {
                /** @description Limits the report to these stores. May be repeated up to 200 times. */
                store_id?: string[];
                /** @description Limits the report to the stores that have, as it starts, one of the values of each of these attributes, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute */
                attributes?: {
                    [key: string]: string | string[];
                };
            };
            header?: {
                /** @description The same key again is the same report: a request whose answer was lost can be repeated. */
                "Idempotency-Key"?: string;
                /** @description How the body is compressed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TriggerReportDto"];
            };
        };
        responses: {
            /** @description The report is running. */
            202: {
                headers: {
                    /** @description Where to get it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggeredReportDto"];
                };
            };
            /** @description malformed_gzip, client_gone, malformed_request, invalid_attribute_filter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing, cross_origin */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description upload_stalled */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_observations */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description body_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description unsupported_encoding, unsupported_media_type */
            415: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example gzip, identity
                     */
                    "Accept-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped, unknown_store, unknown_attribute, invalid_idempotency_key, idempotency_key_reused, invalid_body, too_many_stores, invalid_as_of, invalid_default_status, invalid_unknown_after, invalid_closures, invalid_columns, invalid_windows, unknown_field, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description too_many_of_key, rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable, too_busy */
            503: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
    getStoreUptime: {
        parameters: {
            query: {
                /** @description The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service */
                default_status?: "inactive" | "active" | "unknown";
                /** @description For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service */
                unknown_after?: string;
                /** @description Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service */
                closures?: "exclude" | "ignore";
                /**
                 * @description Included. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC
                 * @example 2024-10-01T12:00:00Z
                 */
                from: string;
                /**
                 * @description Not included, and after from. The longest range is 285 years, or 50000 openings of the store. From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC
                 * @example 2024-10-08T12:00:00Z
                 */
                to: string;
                /** @description Whether to add the ledger */
                explain?: boolean;
                /** @description Whether to add estimates of lost sales, for stores whose attribute sales_per_hour is a number */
                lost_sales?: boolean;
                /** @description The next_cursor of the page before, with the same parameters */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The store, by the id of the files
                 * @example 42
                 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UptimeDto"];
                };
            };
            /** @description invalid_from, invalid_range, invalid_to, invalid_explain, invalid_lost_sales, invalid_cursor, invalid_default_status, malformed_request, invalid_store_id */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description key_required, wrong_key */
            401: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="invalid_token"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description scope_missing */
            403: {
                headers: {
                    /**
                     * @description What to send instead.
                     * @example Bearer realm="restaurant-monitor", error="insufficient_scope"
                     */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description store_not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description range_too_long, observations_dropped, invalid_unknown_after, invalid_closures, unknown_parameter */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    /**
                     * @description Seconds until a retry is worthwhile.
                     * @example 1
                     */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description service_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_space */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            default: components["responses"]["Refused"];
        };
    };
}
