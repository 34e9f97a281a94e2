// Written by `npm run web:types`.
export interface paths {
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
         * @description PostgreSQL and Redis answer, the schema is up to date, and the process is not shutting down.
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
        HealthDto: {
            /** @enum {string} */
            status: "healthy";
            /**
             * Format: date-time
             * @example 2026-01-01T12:00:00.000Z
             */
            timestamp: string;
        };
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
             * @description Why it counts as open or closed. always_open: no hours are known, so open 24×7. business_hours, overnight, full_day: a row that ends on its day, on the next, when it starts. end_of_day_grace: its end in the last minute of the day counts as midnight. clock_change: the clocks change within the stretch, or skip or repeat an end of the row. no_hours_that_day: a weekday without a row. outside_hours: one with rows, at another time.
             * @example business_hours
             * @enum {string}
             */
            rule: "always_open" | "business_hours" | "overnight" | "full_day" | "end_of_day_grace" | "clock_change" | "no_hours_that_day" | "outside_hours";
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
            /** @description invalid_import_id */
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
            /** @description invalid_import_id */
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
            /** @description invalid_report_id, invalid_format */
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
            /** @description invalid_report_id */
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
            /** @description invalid_report_id */
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
            /** @description invalid_report_id */
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
            /** @description invalid_report_id, invalid_limit, invalid_cursor, invalid_q, invalid_sort */
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
            /** @description invalid_from, invalid_to, invalid_range, invalid_default_status, invalid_explain, invalid_cursor, invalid_store_id */
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
