-- title: Volume Shadow Copies Deleted by a Command
-- id: 0b0f6a3e-6f0e-4d36-9f0c-5a1f7a3c2e64
-- severity: high
-- tags: attack.impact, attack.t1490
-- pass the parameters window_start and window_end: events from the start, before the end
SELECT "@timestamp", "Image", "OriginalFileName", "CommandLine", "ParentImage", "User", "IntegrityLevel"
FROM "events"
WHERE
  "@timestamp" >= {window_start:DateTime64(6, 'UTC')}
  AND "@timestamp" < {window_end:DateTime64(6, 'UTC')}
  AND (
    (
      (endsWith(lower("Image"), '\\vssadmin.exe') OR endsWith(lower("Image"), '\\wmic.exe'))
      OR lower("OriginalFileName") IN ('vssadmin.exe', 'wmic.exe')
    )
    AND position(lower("CommandLine"), 'shadow') > 0
    AND position(lower("CommandLine"), 'delete') > 0
    AND NOT COALESCE(
      (
        lower("ParentImage") = 'c:\\program files\\example backup\\agent.exe'
        AND position(lower("CommandLine"), ' /oldest') > 0
      )
      OR lower("User") LIKE 'svc-backup-_%',
      FALSE
    )
    AND NOT COALESCE(
      NOT "ParentImage" IS NOT NULL AND lower("IntegrityLevel") = 'system', FALSE
    )
  );
