-- run every 5m: the window begins 9m before the run and ends at the time of the run; what two windows hold is found twice
-- EXECUTE rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3(window_start := TIMESTAMPTZ ..., window_end := TIMESTAMPTZ ...)
PREPARE rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3 AS
-- title: Execution via MSSQL xp_cmdshell Stored Procedure
-- severity: high
-- tags: Elastic, Host, Windows, Threat Detection, Execution
-- license: Elastic License v2
-- bind $window_start and $window_end as TIMESTAMPTZ: events from the start, before the end
SELECT "@timestamp", "event.category", "event.type", "process.name", "process.parent.name", "process.args"
FROM "events"
WHERE
  "@timestamp" >= $window_start
  AND "@timestamp" < $window_end
  AND (
    list_contains("event.category", 'process')
    AND list_has_any("event.type", ['start', 'process_started'])
    AND lower("process.name") = 'cmd.exe'
    AND lower("process.parent.name") = 'sqlservr.exe'
    AND NOT COALESCE(
      len(list_filter("process.args", lambda item: (
        lower(item) IN (
          'diskfree', 'rmdir', 'mkdir', 'dir', 'del', 'rename', 'bcp', 'k:\mssql\backup\msdb',
          'k:\mssql\backup\logins'
        )
        OR lower(item) LIKE '\\%'
        OR lower(item) LIKE '%xmlnamespaces%'
        OR lower(item) LIKE '_:\mssql\backup\jobs\sql!_agent!_backup!_job.ps1' ESCAPE '!'
      ))) > 0,
      FALSE
    )
  );
