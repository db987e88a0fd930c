/** The page of townships and villages. */
import { ClientApp } from './app/client-app.tsx';
import { showPage } from './app/providers.tsx';

showPage(<ClientApp />);
