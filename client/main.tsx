import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './features/app/app.tsx';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forced-colors.css';
import './styles/sight.css';

const room = document.querySelector('#root');
if (room !== null) {
  createRoot(room).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
