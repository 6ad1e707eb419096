import { entry } from '../entry.ts';

export const container = {
  'container/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
