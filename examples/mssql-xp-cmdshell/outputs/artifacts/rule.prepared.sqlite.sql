-- run every 5m: the window begins 9m before the run and ends at the time of the run; what two windows hold is found twice
-- prepare the statement and bind :window_start and :window_end
-- title: Execution via MSSQL xp_cmdshell Stored Procedure
-- severity: high
-- tags: Elastic, Host, Windows, Threat Detection, Execution
-- license: Elastic License v2
-- bind :window_start and :window_end as microseconds since 1970: events from the start, before the end
SELECT "@timestamp", "event.category", "event.type", "process.name", "process.parent.name", "process.args"
FROM "events"
WHERE
  "@timestamp" >= :window_start
  AND "@timestamp" < :window_end
  AND (
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
    ))
  );
