CREATE OR REPLACE VIEW rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3 AS
-- title: Execution via MSSQL xp_cmdshell Stored Procedure
-- severity: high
-- tags: Elastic, Host, Windows, Threat Detection, Execution
-- license: Elastic License v2
SELECT "@timestamp", "event.category", "event.type", "process.name", "process.parent.name", "process.args"
FROM "events"
WHERE
  'process' = ANY ("event.category")
  AND "event.type" && ARRAY['start', 'process_started']
  AND lower("process.name") = 'cmd.exe'
  AND lower("process.parent.name") = 'sqlservr.exe'
  AND NOT EXISTS (SELECT 1 FROM unnest("process.args") AS item(value) WHERE (
    lower(item.value) IN (
      'diskfree', 'rmdir', 'mkdir', 'dir', 'del', 'rename', 'bcp', 'k:\mssql\backup\msdb',
      'k:\mssql\backup\logins'
    )
    OR lower(item.value) LIKE '\\%' ESCAPE '!'
    OR lower(item.value) LIKE '%xmlnamespaces%'
    OR lower(item.value) LIKE '_:\mssql\backup\jobs\sql!_agent!_backup!_job.ps1' ESCAPE '!'
  ));
