/** Fields of Elastic's integrations that published rules use and ECS lacks: type (with `[]` for a list) to names separated by blanks. */
export const elasticExtraFields: Readonly<Record<string, string>> = {
  boolean:
    'azure.signinlogs.properties.device_detail.is_managed azure.signinlogs.properties.is_interactive',
  double:
    'dll.Ext.relative_file_creation_time dll.Ext.relative_file_name_modify_time file.Ext.entropy ' +
    'kibana.alert.risk_score problemchild.prediction_probability process.Ext.relative_file_creation_time ' +
    'process.Ext.relative_file_name_modify_time',
  keyword:
    'Effective_process.executable Effective_process.name Target.process.name auditd.data.a1 auditd.data.a2 ' +
    'auditd.data.addr auditd.data.syscall auditd.data.terminal aws.cloudtrail.request_parameters ' +
    'aws.cloudtrail.session_credential_from_console aws.cloudtrail.user_identity.access_key_id ' +
    'aws.cloudtrail.user_identity.type azure.activitylogs.identity.claims.appid ' +
    'azure.activitylogs.operation_name azure.auditlogs.identity azure.auditlogs.operation_name ' +
    'azure.auditlogs.properties.additional_details.value azure.auditlogs.properties.initiated_by.user.id ' +
    'azure.auditlogs.properties.initiated_by.user.userPrincipalName ' +
    'azure.auditlogs.properties.target_resources.0.display_name ' +
    'azure.auditlogs.properties.target_resources.0.modified_properties.1.display_name ' +
    'azure.auditlogs.properties.target_resources.0.modified_properties.1.new_value ' +
    'azure.auditlogs.properties.target_resources.0.modified_properties.2.new_value ' +
    'azure.auditlogs.properties.target_resources.0.modified_properties.3.new_value azure.correlation_id ' +
    'azure.identityprotection.properties.user_principal_name azure.signinlogs.category ' +
    'azure.signinlogs.properties.app_display_name azure.signinlogs.properties.app_id ' +
    'azure.signinlogs.properties.device_detail.device_id azure.signinlogs.properties.device_detail.trust_type ' +
    'azure.signinlogs.properties.incoming_token_type azure.signinlogs.properties.original_transfer_method ' +
    'azure.signinlogs.properties.resource_display_name ' +
    'azure.signinlogs.properties.token_protection_status_details.sign_in_session_status ' +
    'azure.signinlogs.properties.user_id azure.signinlogs.properties.user_type ' +
    'azure.signinlogs.result_signature azure.tenant_id dll.Ext.device.product_id file.Ext.header_bytes ' +
    'file.Ext.original.extension file.Ext.original.name file.Ext.original.path fortinet.firewall.action ' +
    'fortinet.firewall.cfgattr fortinet.firewall.cfgpath github.category github.operation_type ' +
    'github.permission github.previous_visibility github.visibility google_workspace.device.account_state ' +
    'google_workspace.token.client.id group.Ext.real.id kibana.alert.rule.name kibana.alert.rule.rule_id ' +
    'kubernetes.audit.annotations.authorization_k8s_io/decision kubernetes.audit.objectRef.resource ' +
    'kubernetes.audit.stage kubernetes.audit.user.extra.authentication.kubernetes.io/pod-name ' +
    'kubernetes.audit.verb network_traffic.pgsql.query network_traffic.redis.query o365.audit.SearchQueryText ' +
    'okta.actor.id okta.debug_context.debug_data.factor okta.event_type okta.outcome.reason okta.outcome.result ' +
    'process.Ext.api.name process.Ext.device.product_id process.Ext.effective_parent.entity_id ' +
    'process.Ext.effective_parent.executable process.Ext.token.integrity_level_name processor.name ' +
    'signal.rule.threat.tactic.name user.Ext.real.id winlog.api winlog.computer_name ' +
    'winlog.event_data.AccessList winlog.event_data.AccessMask winlog.event_data.AttributeLDAPDisplayName ' +
    'winlog.event_data.AttributeValue winlog.event_data.AuthenticationPackageName winlog.event_data.CallTrace ' +
    'winlog.event_data.CallerProcessName winlog.event_data.ClientProcessId winlog.event_data.DnsHostName ' +
    'winlog.event_data.GrantedAccess winlog.event_data.ImagePath winlog.event_data.IntegrityLevel ' +
    'winlog.event_data.NewUACList winlog.event_data.ObjectClass winlog.event_data.ObjectDN ' +
    'winlog.event_data.OperationType winlog.event_data.ParentProcessId winlog.event_data.Properties ' +
    'winlog.event_data.RelativeTargetName winlog.event_data.Resource winlog.event_data.RpcCallClientLocality ' +
    'winlog.event_data.SchemaFriendlyName winlog.event_data.ServiceAccount winlog.event_data.ServiceFileName ' +
    'winlog.event_data.ServiceName winlog.event_data.ServiceSid winlog.event_data.ShareName ' +
    'winlog.event_data.Status winlog.event_data.SubjectLogonId winlog.event_data.SubjectUserName ' +
    'winlog.event_data.SubjectUserSid winlog.event_data.TargetImage winlog.event_data.TargetLogonId ' +
    'winlog.event_data.TargetProcessGUID winlog.event_data.TargetSid winlog.event_data.TargetUserName ' +
    'winlog.event_data.TargetUserSid winlog.event_data.TaskName winlog.logon.id winlog.logon.type',
  'keyword[]':
    'aws.cloudtrail.resources.arn okta.target.id process.Ext.ancestry',
  long:
    'azure.signinlogs.properties.status.error_code blocklist_label file.Ext.windows.zone_identifier ' +
    'problemchild.prediction process.parent.Ext.real.pid process.ppid winlog.process.pid',
};
