/** `2020/11/24` as `2020-11-24`; nothing where there is no such day. */
export function dayOf(text: string | undefined): string | undefined {
  const day = text?.trim().slice(0, 10).replaceAll('/', '-') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}
