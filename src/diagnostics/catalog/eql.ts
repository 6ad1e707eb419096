import { entry } from '../entry.ts';

export const eql = {
  'eql/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
