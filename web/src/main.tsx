import { QueryClientProvider } from '@tanstack/preact-query';
import '@picocss/pico/css/pico.min.css';
import { render } from 'preact';
import { queries } from './api/client';
import { Page } from './page';
import './style.css';

const root = document.getElementById('page');
if (root) {
  render(
    <QueryClientProvider client={queries}>
      <Page />
    </QueryClientProvider>,
    root,
  );
}
