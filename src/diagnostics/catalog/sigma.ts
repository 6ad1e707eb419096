import { entry } from '../entry.ts';

export const sigma = {
  'sigma/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
