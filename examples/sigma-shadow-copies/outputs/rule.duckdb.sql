-- title: Volume Shadow Copies Deleted by a Command
-- id: 0b0f6a3e-6f0e-4d36-9f0c-5a1f7a3c2e64
-- severity: high
-- tags: attack.impact, attack.t1490
-- bind $window_start and $window_end as TIMESTAMPTZ: events from the start, before the end
SELECT "@timestamp", "Image", "OriginalFileName", "CommandLine", "ParentImage", "User", "IntegrityLevel"
FROM "events"
WHERE
  "@timestamp" >= $window_start
  AND "@timestamp" < $window_end
  AND (
    (
      (lower("Image") LIKE '%\vssadmin.exe' OR lower("Image") LIKE '%\wmic.exe')
      OR lower("OriginalFileName") IN ('vssadmin.exe', 'wmic.exe')
    )
    AND lower("CommandLine") LIKE '%shadow%'
    AND lower("CommandLine") LIKE '%delete%'
    AND NOT COALESCE(
      (
        lower("ParentImage") = 'c:\program files\example backup\agent.exe'
        AND lower("CommandLine") LIKE '% /oldest%'
      )
      OR lower("User") LIKE 'svc-backup-_%',
      FALSE
    )
    AND NOT COALESCE(
      NOT "ParentImage" IS NOT NULL AND lower("IntegrityLevel") = 'system', FALSE
    )
  );
