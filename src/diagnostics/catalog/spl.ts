import { entry } from '../entry.ts';

export const spl = {
  'spl/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
