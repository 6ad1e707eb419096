import { entry } from '../entry.ts';

export const regex = {
  'regex/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
