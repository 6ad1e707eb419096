-- run every 5m: the window begins 9m before the run and ends at the time of the run; what two windows hold is found twice
-- SELECT * FROM rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3(window_start = '...', window_end = '...')
CREATE OR REPLACE VIEW rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3 AS
-- title: Execution via MSSQL xp_cmdshell Stored Procedure
-- severity: high
-- tags: Elastic, Host, Windows, Threat Detection, Execution
-- license: Elastic License v2
-- pass the parameters window_start and window_end: events from the start, before the end
SELECT "@timestamp", "event.category", "event.type", "process.name", "process.parent.name", "process.args"
FROM "events"
WHERE
  "@timestamp" >= {window_start:DateTime64(6, 'UTC')}
  AND "@timestamp" < {window_end:DateTime64(6, 'UTC')}
  AND (
    has("event.category", 'process')
    AND arrayExists(item -> item IN ('start', 'process_started'), "event.type")
    AND lower("process.name") = 'cmd.exe'
    AND lower("process.parent.name") = 'sqlservr.exe'
    AND NOT arrayExists(item -> (
      lower(item) IN (
        'diskfree', 'rmdir', 'mkdir', 'dir', 'del', 'rename', 'bcp', 'k:\\mssql\\backup\\msdb',
        'k:\\mssql\\backup\\logins'
      )
      OR startsWith(lower(item), '\\\\')
      OR position(lower(item), 'xmlnamespaces') > 0
      OR lower(item) LIKE '_:\\\\mssql\\\\backup\\\\jobs\\\\sql\\_agent\\_backup\\_job.ps1'
    ), "process.args")
  );
