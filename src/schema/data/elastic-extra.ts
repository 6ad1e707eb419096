/** Fields of Elastic's integrations that published rules use and ECS lacks: type (with `[]` for a list) to names separated by blanks. */
export const elasticExtraFields: Readonly<Record<string, string>> = {
  long: 'process.parent.Ext.real.pid winlog.process.pid file.Ext.windows.zone_identifier',
};
