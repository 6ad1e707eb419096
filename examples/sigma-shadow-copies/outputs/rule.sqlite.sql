-- title: Volume Shadow Copies Deleted by a Command
-- id: 0b0f6a3e-6f0e-4d36-9f0c-5a1f7a3c2e64
-- severity: high
-- tags: attack.impact, attack.t1490
-- bind :window_start and :window_end as microseconds since 1970: events from the start, before the end
SELECT "@timestamp", "Image", "OriginalFileName", "CommandLine", "ParentImage", "User", "IntegrityLevel"
FROM "events"
WHERE
  "@timestamp" >= :window_start
  AND "@timestamp" < :window_end
  AND (
    (
      ("Image" LIKE '%\vssadmin.exe' OR "Image" LIKE '%\wmic.exe')
      OR lower("OriginalFileName") IN ('vssadmin.exe', 'wmic.exe')
    )
    AND instr(lower("CommandLine"), 'shadow') > 0
    AND instr(lower("CommandLine"), 'delete') > 0
    AND NOT COALESCE(
      (
        lower("ParentImage") = 'c:\program files\example backup\agent.exe'
        AND instr(lower("CommandLine"), ' /oldest') > 0
      )
      OR "User" LIKE 'svc-backup-_%',
      FALSE
    )
    AND NOT COALESCE(
      NOT "ParentImage" IS NOT NULL AND lower("IntegrityLevel") = 'system', FALSE
    )
  );
