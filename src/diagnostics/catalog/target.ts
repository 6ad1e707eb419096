import { entry } from '../entry.ts';

export const target = {
  'target/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
