DROP VIEW IF EXISTS rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3;
CREATE VIEW rule_execution_via_mssql_xp_cmdshell_stored_p_f718daa3 AS
-- title: Execution via MSSQL xp_cmdshell Stored Procedure
-- severity: high
-- tags: Elastic, Host, Windows, Threat Detection, Execution
-- license: Elastic License v2
SELECT "@timestamp", "event.category", "event.type", "process.name", "process.parent.name", "process.args"
FROM "events"
WHERE
  EXISTS (SELECT 1 FROM json_each("event.category") AS item WHERE item.value = 'process')
  AND EXISTS (SELECT 1 FROM json_each("event.type") AS item WHERE item.value IN (
    'start', 'process_started'
  ))
  AND lower("process.name") = 'cmd.exe'
  AND lower("process.parent.name") = 'sqlservr.exe'
  AND NOT EXISTS (SELECT 1 FROM json_each("process.args") AS item WHERE (
    lower(item.value) IN (
      'diskfree', 'rmdir', 'mkdir', 'dir', 'del', 'rename', 'bcp', 'k:\mssql\backup\msdb',
      'k:\mssql\backup\logins'
    )
    OR item.value LIKE '\\%'
    OR instr(lower(item.value), 'xmlnamespaces') > 0
    OR item.value LIKE '_:\mssql\backup\jobs\sql!_agent!_backup!_job.ps1' ESCAPE '!'
  ));
