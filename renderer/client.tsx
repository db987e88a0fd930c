/** The page of townships and villages. */
import { ClientApp } from './app/client-app.tsx';
import { mountPage } from './app/providers.tsx';

mountPage(<ClientApp />);
