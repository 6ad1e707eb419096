import { entry } from '../entry.ts';

export const kusto = {
  'kusto/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
