// Written by `npm run web:types`.
export interface paths {
    "/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All stores at a glance
         * @description Counts may lag by some seconds, as counted_at tells: they are made anew when the last ones are ten times as old as they took to make.
         */
        get: operations["FleetController_show"];
        put?: never;
        post?: never;
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
         * @description Where a store was inactive within its business hours. The newest first means by where they begin within the range: those that began before it come last, by store_id.
         */
        get: operations["OutagesController_all"];
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
         * @description Where it was inactive within its business hours.
         */
        get: operations["OutagesController_ofStore"];
        put?: never;
        post?: never;
        delete?: never;
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
        /** What was observed of a store, and which import said so */
        get: operations["StoreObservationsController_list"];
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
         * Stores, with their status and the figures of the latest report
         * @description In pages. Where a filter finds few, a page may be short, even empty, although next_cursor leads on. The figures are those of the latest complete report that is not limited to some stores.
         */
        get: operations["StoresController_all"];
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
        /** A store: zone, hours, status, and when it opens or closes next */
        get: operations["StoresController_show"];
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
        /** Whether the service answers */
        get: operations["HealthController_healthy"];
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
        get: operations["HealthController_live"];
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
         * @description PostgreSQL and Redis answer, the schema is up to date, and the process is not shutting down. Where there is a Kafka, it also tells how far the consumers are; Kafka being away does not make the process unready.
         */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a CSV file
         * @description The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A row that is wrong is rejected and counted, and can be downloaded; it does not stop the others.
         */
        post: operations["ImportsController_import"];
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
        /** All imports, the newest first */
        get: operations["ImportsController_list"];
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
        /** The state and progress of an import */
        get: operations["ImportsController_show"];
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
         * @description CSV with the columns line, reason, text.
         */
        get: operations["ImportsController_rejects"];
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
         * @description They are an import of the kind store-status, written in one transaction before the answer: all of it or nothing. An observation that is wrong is rejected and listed; it does not stop the others.
         */
        post: operations["ObservationsController_post"];
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
         * @description An import of the kind timezones with one row. A store that is not known yet is created by a zone, not by null.
         */
        put: operations["SchedulesController_timezone"];
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
         * Replace all business hours of a store
         * @description An import of the kind business-hours. No hours at all mean that it is open around the clock, and count as one row. A store that is not known yet is created by hours, not by an empty list.
         */
        put: operations["SchedulesController_hours"];
        post?: never;
        delete?: never;
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
         * @description Uptime and downtime of every store within its business hours, over the last hour, day and week.
         */
        post: operations["ReportsController_trigger"];
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
         * Get a report, or how far it is
         * @description The rows once it is complete; until then, and if it failed or was cancelled, its state as JSON.
         */
        get: operations["ReportsController_get"];
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
        /** All reports, the newest first */
        get: operations["ReportsController_list"];
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
        /** Everything about a report but its rows */
        get: operations["ReportsController_show"];
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
        /** Cancel a running report */
        post: operations["ReportsController_cancel"];
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
         * @description Server-sent events: `progress` whenever more stores are done, then one of `complete`, `error` and `cancelled`, and the stream ends. The data is the report as GET /reports/{report_id} shows it.
         */
        get: operations["ReportsController_watch"];
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
         * @description The figures are those of the CSV. Rows with the same figure are by store_id.
         */
        get: operations["ReportRowsController_rows"];
        put?: never;
        post?: never;
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
         * @description The same calculator as for reports: over the windows of a report these are its figures, to the microsecond.
         */
        get: operations["UptimeController_show"];
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
        StaleStoreDto: {
            /** @example 42 */
            store_id: string;
            /**
             * Format: date-time
             * @example 2024-10-08T02:10:00.000000Z
             */
            last_observed_at: string;
        };
        UptimeShareDto: {
            /** @example 0.942 */
            last_hour: number | null;
            /** @example 0.931 */
            last_day: number | null;
            /** @example 0.928 */
            last_week: number | null;
        };
        ShareDistributionDto: {
            /**
             * @description The stores with business time in the week; only these are counted.
             * @example 13960
             */
            stores: number;
            /**
             * @description The share of the lowest store, of those at each tenth of the way up, and of the highest.
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
             * @description What holds in it before the first observation of a store.
             * @enum {string}
             */
            default_status: "active" | "inactive";
            /**
             * Format: date-time
             * @description When it was made.
             * @example 2024-10-08T12:00:00.000000Z
             */
            finished_at: string | null;
            /**
             * @description Since as_of, by the clock.
             * @example 125.4
             */
            age_seconds: number;
            /** @description Over all stores: the sum of uptime by the sum of business time. Null for a report of a version that kept none. */
            uptime_share: components["schemas"]["UptimeShareDto"] | null;
            /** @description Store by store, over the last week, from the rounded figures of the report. */
            distribution_last_week: components["schemas"]["ShareDistributionDto"];
        };
        FleetDto: {
            /**
             * Format: date-time
             * @description When stores were counted, by the clock.
             * @example 2024-10-08T12:00:00.000000Z
             */
            counted_at: string;
            /** @example 14000 */
            stores: number;
            /** @example 13559 */
            with_timezone: number;
            /**
             * @description Those in the default time zone.
             * @example 441
             */
            without_timezone: number;
            /** @example 13720 */
            with_hours: number;
            /**
             * @description Those that are always open.
             * @example 280
             */
            without_hours: number;
            /** @example 12 */
            never_observed: number;
            /**
             * @description Those whose latest observation says so, open or not.
             * @example 12800
             */
            active: number;
            /** @example 1188 */
            inactive: number;
            /**
             * @description By hours and zone, when they were counted.
             * @example 9204
             */
            open_now: number;
            /**
             * Format: date-time
             * @description Of all stores.
             * @example 2024-10-08T12:00:00.000000Z
             */
            latest_observed_at: string | null;
            /**
             * @description Those whose last observation lies more than 3 hours before the latest of all: GET /stores?stale=true
             * @example 37
             */
            stale: number;
            /** @description At most 20: those not observed for the longest time first. */
            stalest: components["schemas"]["StaleStoreDto"][];
            /** @description The latest complete report that is not limited to some stores; null if there is none. */
            report: components["schemas"]["FleetReportDto"] | null;
        };
        OutageDto: {
            /** @example 42 */
            store_id: string;
            /**
             * Format: date-time
             * @description The first observation that said inactive, also where it lies before the range.
             * @example 2024-10-07T14:03:20.000000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description The next observation that said active, also where it lies past the range; null if there is none.
             * @example 2024-10-07T15:12:00.000000Z
             */
            ended_at: string | null;
            /**
             * @description Whether no observation has said active since.
             * @example false
             */
            ongoing: boolean;
            /**
             * @description Business time within the range, in whole microseconds.
             * @example 4120000000
             */
            business_us: number;
            /**
             * @description Whether the store is open at this moment.
             * @example true
             */
            open_now: boolean;
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
            /** @description For the next page; null on the last one. A page may be short although there is a next one. */
            next_cursor: string | null;
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
             * @description The import that said so last.
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
             * @description Observations before this instant were dropped; null if none ever were.
             * @example null
             */
            kept_from: string | null;
            /** @description For the next page; null on the last one. */
            next_cursor: string | null;
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
            /** @example America/New_York */
            timezone: string;
            /**
             * @description Whether no zone is known and the default time zone holds.
             * @example false
             */
            timezone_is_default: boolean;
            /**
             * @description That of the latest observation; null if there is none.
             * @example active
             * @enum {string|null}
             */
            status: "active" | "inactive" | null;
            /**
             * Format: date-time
             * @description The first of the observations in a row that say so.
             * @example 2024-10-08T09:00:12.000000Z
             */
            status_since: string | null;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            last_observed_at: string | null;
            /**
             * @description By hours and zone, at this moment; without hours always.
             * @example true
             */
            open_now: boolean;
            /** @description Of the latest complete report of all stores; null if it has none of this store. */
            figures: components["schemas"]["FiguresDto"] | null;
        };
        StorePageDto: {
            stores: components["schemas"]["StoreDto"][];
            /**
             * Format: uuid
             * @description The report that the figures are of.
             */
            report_id: string | null;
            /**
             * @description For the next page; null on the last one. A page may be short although there is a next one.
             * @example aWQgNDI
             */
            next_cursor: string | null;
        };
        BusinessHoursDto: {
            /**
             * @description The weekday on which it opens; 0 is Monday.
             * @example 0
             */
            dayOfWeek: number;
            /**
             * @description HH:MM:SS, with six decimals where it is no whole second.
             * @example 09:00:00
             */
            opens: string;
            /**
             * @description On the next day if it is not later than `opens`.
             * @example 24:00:00
             */
            closes: string;
        };
        SingleStoreDto: {
            /** @example 42 */
            store_id: string;
            /** @example America/New_York */
            timezone: string;
            /**
             * @description Whether no zone is known and the default time zone holds.
             * @example false
             */
            timezone_is_default: boolean;
            /**
             * @description That of the latest observation; null if there is none.
             * @example active
             * @enum {string|null}
             */
            status: "active" | "inactive" | null;
            /**
             * Format: date-time
             * @description The first of the observations in a row that say so.
             * @example 2024-10-08T09:00:12.000000Z
             */
            status_since: string | null;
            /**
             * Format: date-time
             * @example 2024-10-08T12:00:00.000000Z
             */
            last_observed_at: string | null;
            /**
             * @description By hours and zone, at this moment; without hours always.
             * @example true
             */
            open_now: boolean;
            /** @description Of the latest complete report of all stores; null if it has none of this store. */
            figures: components["schemas"]["FiguresDto"] | null;
            /** @description By weekday and time; none at all: open around the clock. */
            hours: components["schemas"]["BusinessHoursDto"][];
            /**
             * Format: date-time
             * @description When it opens or closes next; null if nothing changes within eight days.
             * @example 2024-10-08T21:00:00.000000Z
             */
            next_change_at: string | null;
            /**
             * @example closes
             * @enum {string|null}
             */
            next_change: "opens" | "closes" | null;
            /**
             * Format: uuid
             * @description The report that the figures are of.
             */
            report_id: string | null;
        };
        HealthDto: {
            /** @enum {string} */
            status: "healthy";
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            timestamp: string;
            /** @example 0.3.0 */
            version: string;
        };
        ImportErrorDto: {
            /** @example wrong_header */
            code: string;
            /** @example The header lacks the column status. A store-status file needs store_id, status, timestamp_utc. */
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
            kind: "store-status" | "business-hours" | "timezones";
            /**
             * @description How it came.
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
             * @description After decompression; grows while the import runs.
             * @example 122310442
             */
            bytes_read: number;
            /**
             * @description rows_accepted + rows_unchanged + rows_rejected, once complete
             * @example 1750004
             */
            rows_read: number;
            /**
             * @description Rows that changed something.
             * @example 1749990
             */
            rows_accepted: number;
            /**
             * @description Rows that said what was known already.
             * @example 12
             */
            rows_unchanged: number;
            /**
             * @description Rows that were wrong; see /imports/{import_id}/rejects.
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
            /** @description Why it failed; only for a failed import. */
            error?: components["schemas"]["ImportErrorDto"];
            /** @example The file is empty: nothing was imported. */
            note?: string;
        };
        ImportPageDto: {
            imports: components["schemas"]["ImportDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example MTIz
             */
            next_cursor: string | null;
        };
        ObservationDto: {
            /** @example 42 */
            store_id: string;
            /**
             * @description active or inactive, in any case
             * @example active
             */
            status: string;
            /** @example 2024-10-03T23:33:20.412748Z */
            timestamp_utc: string;
        };
        ObservationsDto: {
            observations: components["schemas"]["ObservationDto"][];
        };
        RejectedObservationDto: {
            /**
             * @description Its place among the observations, from 0.
             * @example 3
             */
            index: number;
            /**
             * @example invalid_status
             * @enum {string}
             */
            reason: "column_count" | "missing_field" | "invalid_store_id" | "invalid_status" | "invalid_timestamp" | "timestamp_in_future" | "invalid_day" | "invalid_time" | "unknown_timezone" | "invalid_encoding" | "not_an_object" | "before_retention";
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
            kind: "store-status" | "business-hours" | "timezones";
            /**
             * @description How it came.
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
             * @description After decompression; grows while the import runs.
             * @example 122310442
             */
            bytes_read: number;
            /**
             * @description rows_accepted + rows_unchanged + rows_rejected, once complete
             * @example 1750004
             */
            rows_read: number;
            /**
             * @description Rows that changed something.
             * @example 1749990
             */
            rows_accepted: number;
            /**
             * @description Rows that said what was known already.
             * @example 12
             */
            rows_unchanged: number;
            /**
             * @description Rows that were wrong; see /imports/{import_id}/rejects.
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
            /** @description Why it failed; only for a failed import. */
            error?: components["schemas"]["ImportErrorDto"];
            /** @example The file is empty: nothing was imported. */
            note?: string;
            /** @description By index. */
            rejects: components["schemas"]["RejectedObservationDto"][];
        };
        PutTimezoneDto: {
            /**
             * @description An IANA name, in any case; null: the default time zone.
             * @example America/New_York
             */
            timezone: string | null;
        };
        PutHoursRowDto: {
            /**
             * @description The weekday on which it opens; 0 is Monday.
             * @example 0
             */
            dayOfWeek: number;
            /**
             * @description HH:MM or HH:MM:SS, with up to six decimals, to 24:00.
             * @example 09:00
             */
            opens: string;
            /**
             * @description On the next day if it is not later than `opens`.
             * @example 17:00
             */
            closes: string;
        };
        PutHoursDto: {
            hours: components["schemas"]["PutHoursRowDto"][];
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
            /**
             * @description From 0 to 1.
             * @example 0.43
             */
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
             * @description While it runs: about how long it will still take; null as long as that cannot be told.
             * @example 0.7
             */
            seconds_left?: number | null;
            /** @description Why there is no result, for people; only for a failed report. */
            reason?: string;
        };
        ReportSettingsDto: {
            /**
             * @example active
             * @enum {string}
             */
            default_status: "active" | "inactive";
            /** @example America/Chicago */
            default_timezone: string;
            /** @example false */
            end_of_day_grace: boolean;
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
            settings: components["schemas"]["ReportSettingsDto"];
            /** @description The stores that it is limited to; null: all. */
            store_ids: string[] | null;
            /**
             * @description From 0 to 1.
             * @example 1
             */
            progress: number;
            /** @example 14000 */
            stores_done: number;
            /** @example 14000 */
            stores_total: number | null;
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
             * @description From its trigger to its end.
             * @example 612
             */
            duration_ms: number | null;
            /** @example 985353 */
            csv_bytes: number | null;
            /**
             * @description Of the CSV; null unless it is complete.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            csv_sha256: string | null;
            /** @description Uptime by business time over all its stores, from exact figures; null unless it is complete. */
            uptime_share: components["schemas"]["UptimeShareDto"] | null;
            /** @description Why there is no result, for people; only for a failed report. */
            reason?: string;
        };
        TriggerReportDto: {
            /**
             * Format: date-time
             * @description Where the windows end. Left out: the latest observation of all.
             * @example 2024-10-10T12:00:00Z
             */
            as_of?: string;
            /**
             * @description What holds before the first observation of a store. Left out: as the service is set.
             * @enum {string}
             */
            default_status?: "active" | "inactive";
        };
        TriggeredReportDto: {
            /**
             * Format: uuid
             * @example 0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11
             */
            report_id: string;
        };
        ReportPageDto: {
            reports: components["schemas"]["ReportDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example MTIz
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
            settings: components["schemas"]["ReportSettingsDto"];
            /** @description The stores that it is limited to; null: all. */
            store_ids: string[] | null;
            /**
             * @description From 0 to 1.
             * @example 1
             */
            progress: number;
            /** @example 14000 */
            stores_done: number;
            /** @example 14000 */
            stores_total: number | null;
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
             * @description From its trigger to its end.
             * @example 612
             */
            duration_ms: number | null;
            /** @example 985353 */
            csv_bytes: number | null;
            /**
             * @description Of the CSV; null unless it is complete.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            csv_sha256: string | null;
            /** @description Uptime by business time over all its stores, from exact figures; null unless it is complete. */
            uptime_share: components["schemas"]["UptimeShareDto"] | null;
            /** @description Why there is no result, for people; only for a failed report. */
            reason?: string;
            /**
             * @description Whether an observation at or before `as_of`, or hours or a zone, have changed since: then the same report, triggered now, may have other figures. The report itself never changes. Null until it has started.
             * @example false
             */
            superseded_by_data: boolean | null;
        };
        ReportRowDto: {
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
            /** @example 42 */
            store_id: string;
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
            rows: components["schemas"]["ReportRowDto"][];
            /**
             * @description For the next page; null on the last one.
             * @example MTIz
             */
            next_cursor: string | null;
        };
        StatusSourceDto: {
            /**
             * @description An observation at the start of the stretch; one before it, whose status still holds; or no observation at all, so that the default status holds.
             * @example carried
             * @enum {string}
             */
            kind: "observation" | "carried" | "default";
            /**
             * Format: date-time
             * @example 2024-10-08T11:40:12.000000Z
             */
            observed_at: string | null;
            /**
             * Format: date-time
             * @description When the import began that said so last. Null where the observation was dropped since.
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
            state: "active" | "inactive" | "closed";
            /** @description Where the status is from; null while closed. */
            source: components["schemas"]["StatusSourceDto"] | null;
            /**
             * @description Why it counts as open or closed. always_open: no hours are known, so open 24×7. business_hours, overnight, full_day: a row that ends on its day, on the next, when it starts. end_of_day_grace: its end in the last minute of the day counts as midnight. no_hours_that_day: a weekday without a row. outside_hours: one with rows, at another time. clock_change: the clocks change within the stretch, or skip or repeat an end of the row.
             * @example business_hours
             * @enum {string}
             */
            rule: "always_open" | "business_hours" | "overnight" | "full_day" | "end_of_day_grace" | "no_hours_that_day" | "outside_hours" | "clock_change";
            /**
             * @description The rule apart from clock changes.
             * @example business_hours
             * @enum {string}
             */
            hours_rule: "always_open" | "business_hours" | "overnight" | "full_day" | "end_of_day_grace" | "no_hours_that_day" | "outside_hours";
            /**
             * @description When the offset of the time zone changes within the stretch or at its start, such as 2024-11-03T01:00:00.000000-05:00: in the time zone of the store, with the offset from then on.
             * @example []
             */
            clock_changes: string[];
        };
        UptimeDto: {
            /** @example 42 */
            store_id: string;
            /**
             * @description The default time zone if none is known of the store.
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
             * @description Business time in whole microseconds; uptime_us + downtime_us.
             * @example 28800000000
             */
            business_us: number;
            /** @example 25200000000 */
            uptime_us: number;
            /** @example 3600000000 */
            downtime_us: number;
            /**
             * @description Observations within business time. Null if some that may be among them were dropped by retention.
             * @example 8
             */
            observation_count: number | null;
            /**
             * @description Null without business time.
             * @example 0.875
             */
            uptime_share: number | null;
            /** @description With explain=true: stretches that follow one another without gap or overlap. All pages together cover the range, and their lengths add up to its figures. */
            ledger?: components["schemas"]["LedgerStretchDto"][];
            /** @description With explain=true: for the next page of the ledger; null on the last one. */
            next_cursor?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    FleetController_show: {
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
                    "application/json": components["schemas"]["FleetDto"];
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
        };
    };
    OutagesController_all: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before; from and to are then as they were there */
                cursor?: string;
                /** @description Left out: seven days before to */
                from?: string;
                /** @description Not included. Left out: the latest observation of all stores, where reports end */
                to?: string;
                /** @description The longest is what has the most business time within the range */
                sort?: "newest" | "longest";
                /** @description Only those that go on, whenever they began, of stores that are open at this moment or have lost business time within the range */
                ongoing?: "true";
                /** @description As csv, the newest first, it is all that there are, without limit or cursor; the longest first, one page */
                format?: "json" | "csv";
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
            /** @description invalid_limit, invalid_cursor, invalid_from, invalid_to, invalid_range, invalid_sort, invalid_ongoing, invalid_format */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description range_too_long */
            422: {
                headers: {
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
        };
    };
    OutagesController_ofStore: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before; from and to are then as they were there */
                cursor?: string;
                /** @description Left out: seven days before to */
                from?: string;
                /** @description Not included. Left out: the latest observation of all stores, where reports end */
                to?: string;
                /** @description The longest is what has the most business time within the range */
                sort?: "newest" | "longest";
                /** @description Only those that go on, whenever they began, of stores that are open at this moment or have lost business time within the range */
                ongoing?: "true";
                /** @description As csv, the newest first, it is all that there are, without limit or cursor; the longest first, one page */
                format?: "json" | "csv";
            };
            header?: never;
            path: {
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
            /** @description malformed_request, invalid_store_id, invalid_limit, invalid_cursor, invalid_from, invalid_to, invalid_range, invalid_sort, invalid_ongoing, invalid_format */
            400: {
                headers: {
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
            /** @description range_too_long */
            422: {
                headers: {
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
        };
    };
    StoreObservationsController_list: {
        parameters: {
            query?: {
                /** @description Not included */
                to?: string;
                /** @description Included */
                from?: string;
                /** @description The next_cursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
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
            /** @description malformed_request, invalid_store_id, invalid_limit, invalid_cursor, invalid_from, invalid_to, invalid_range */
            400: {
                headers: {
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
        };
    };
    StoresController_all: {
        parameters: {
            query?: {
                /** @description By a downtime: the largest first, and last, by store_id, stores that are not in the report. All pages are by the report of the first one. */
                sort?: "store_id" | "downtime_last_hour" | "downtime_last_day" | "downtime_last_week";
                /** @description Whether their last observation lies more than 3 hours before the latest of all stores */
                stale?: "true" | "false";
                /** @description Whether they are open at this moment */
                open?: "true" | "false";
                /** @description Only stores whose latest observation says so; those without one have neither */
                status?: "active" | "inactive";
                /** @description Only stores whose store_id begins so */
                q?: string;
                /** @description The next_cursor of the page before */
                cursor?: string;
                limit?: number;
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
            /** @description invalid_limit, invalid_cursor, invalid_q, invalid_status, invalid_open, invalid_stale, invalid_sort */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description no_report */
            409: {
                headers: {
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
        };
    };
    StoresController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
            /** @description malformed_request, invalid_store_id */
            400: {
                headers: {
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
        };
    };
    HealthController_healthy: {
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
        };
    };
    HealthController_live: {
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
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    HealthController_ready: {
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
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": Record<string, never>;
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
        };
    };
    ImportsController_import: {
        parameters: {
            query?: never;
            header?: {
                "Content-Encoding"?: "gzip" | "identity";
            };
            path: {
                kind: "store-status" | "business-hours" | "timezones";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The one file, under any name; fields are ignored.
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
            /** @description malformed_form, malformed_gzip, client_gone */
            400: {
                headers: {
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
            /** @description unknown_import_kind */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description observations_dropped */
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
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description wrong_header, no_file, one_file_at_a_time */
            422: {
                headers: {
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
            /** @description service_unavailable, import_given_up */
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
        };
    };
    ImportsController_list: {
        parameters: {
            query?: {
                /** @description Only those that came like this */
                source?: "csv" | "json" | "kafka";
                /** @description The next_cursor of the page before */
                cursor?: string;
                limit?: number;
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
        };
    };
    ImportsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["ImportDto"];
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
            /** @description import_not_found */
            404: {
                headers: {
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
        };
    };
    ImportsController_rejects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
            /** @description import_not_found */
            404: {
                headers: {
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
        };
    };
    ObservationsController_post: {
        parameters: {
            query?: never;
            header?: {
                "Content-Encoding"?: "gzip" | "identity";
                /** @description The same key with the same body again is the same import: a request whose answer was lost can be repeated. */
                "Idempotency-Key"?: string;
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
            /** @description malformed_request, malformed_gzip */
            400: {
                headers: {
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
            /** @description observations_dropped */
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
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, unknown_field, invalid_observations, invalid_idempotency_key, idempotency_key_reused */
            422: {
                headers: {
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
                    /** @description With too_busy: seconds until it is worth trying again. */
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
        };
    };
    SchedulesController_timezone: {
        parameters: {
            query?: never;
            header?: {
                "Content-Encoding"?: "gzip" | "identity";
            };
            path: {
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
            /** @description Written, or the same as before; the next reports go by it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_request, invalid_store_id, malformed_gzip */
            400: {
                headers: {
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
            /** @description store_not_found */
            404: {
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
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, unknown_field, missing_field, invalid_timezone, unknown_timezone */
            422: {
                headers: {
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
                    /** @description With too_busy: seconds until it is worth trying again. */
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
        };
    };
    SchedulesController_hours: {
        parameters: {
            query?: never;
            header?: {
                "Content-Encoding"?: "gzip" | "identity";
            };
            path: {
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
            /** @description Written, or the same as before; the next reports go by it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportDto"];
                };
            };
            /** @description malformed_request, invalid_store_id, malformed_gzip */
            400: {
                headers: {
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
            /** @description store_not_found */
            404: {
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
            /** @description unsupported_media_type, unsupported_encoding */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_body, unknown_field, invalid_hours, not_an_object, missing_field, invalid_day, invalid_time */
            422: {
                headers: {
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
                    /** @description With too_busy: seconds until it is worth trying again. */
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
        };
    };
    ReportsController_trigger: {
        parameters: {
            query?: {
                /** @description Limits the report to these stores; may be given up to 200 times. */
                store_id?: string[];
            };
            header?: {
                /** @description The same key again is the same report: a request whose answer was lost can be repeated. */
                "Idempotency-Key"?: string;
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
            /** @description The report runs. */
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
            /** @description malformed_request */
            400: {
                headers: {
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
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description invalid_as_of, invalid_default_status, unknown_field, invalid_body, unknown_parameter, unknown_store, too_many_stores, invalid_idempotency_key, idempotency_key_reused */
            422: {
                headers: {
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
        };
    };
    ReportsController_get: {
        parameters: {
            query: {
                /** @description csv, unless said otherwise */
                format?: "csv" | "json" | "ndjson";
                report_id: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, or its state (JSON): running, failed for a reason, or cancelled. */
            200: {
                headers: {
                    /** @description While it runs: seconds until it is worth asking again. */
                    "Retry-After"?: string;
                    /** @description With the report: its file name. */
                    "Content-Disposition"?: string;
                    /** @description With the report: made of the SHA-256 of its CSV. */
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
                    "application/x-ndjson": {
                        store_id?: string;
                        uptime_last_hour?: number;
                        uptime_last_day?: number;
                        uptime_last_week?: number;
                        downtime_last_hour?: number;
                        downtime_last_day?: number;
                        downtime_last_week?: number;
                    };
                    "application/json": components["schemas"]["ReportStateDto"] | {
                        store_id?: string;
                        uptime_last_hour?: number;
                        uptime_last_day?: number;
                        uptime_last_week?: number;
                        downtime_last_hour?: number;
                        downtime_last_day?: number;
                        downtime_last_week?: number;
                    }[];
                };
            };
            /** @description The client has this report already (If-None-Match). */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed_request, invalid_report_id, invalid_format */
            400: {
                headers: {
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
        };
    };
    ReportsController_list: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before */
                cursor?: string;
                limit?: number;
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
        };
    };
    ReportsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
            /** @description report_not_found */
            404: {
                headers: {
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
        };
    };
    ReportsController_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                report_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled, by this call or an earlier one. */
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
            /** @description cross_origin */
            403: {
                headers: {
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
        };
    };
    ReportsController_watch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "text/event-stream": string;
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
            /** @description report_not_found */
            404: {
                headers: {
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
        };
    };
    ReportRowsController_rows: {
        parameters: {
            query?: {
                /** @description With - in front: descending */
                sort?: "store_id" | "-store_id" | "uptime_last_hour" | "-uptime_last_hour" | "uptime_last_day" | "-uptime_last_day" | "uptime_last_week" | "-uptime_last_week" | "downtime_last_hour" | "-downtime_last_hour" | "downtime_last_day" | "-downtime_last_day" | "downtime_last_week" | "-downtime_last_week";
                /** @description Only stores whose store_id begins so */
                q?: string;
                /** @description The next_cursor of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
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
            /** @description malformed_request, invalid_report_id, invalid_limit, invalid_cursor, invalid_q, invalid_sort */
            400: {
                headers: {
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
        };
    };
    UptimeController_show: {
        parameters: {
            query: {
                /** @description The next_cursor of the page before */
                cursor?: string;
                /** @description Whether to add the ledger */
                explain?: "true" | "false";
                /** @description Before the first observation */
                default_status?: "active" | "inactive";
                /** @description Not included */
                to: string;
                /** @description Included */
                from: string;
            };
            header?: never;
            path: {
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
            /** @description invalid_from, invalid_to, invalid_range, invalid_default_status, invalid_explain, invalid_cursor, malformed_request, invalid_store_id */
            400: {
                headers: {
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
            /** @description range_too_long */
            422: {
                headers: {
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
        };
    };
}
