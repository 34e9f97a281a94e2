import { useEffect, useState } from 'preact/hooks';
import { queries, type Schemas } from '../../api/client';
import { upload } from '../../api/upload';
import { type FileStart, startOf } from './kinds';

export interface Upload extends FileStart {
  readonly id: number;
  readonly file: File;
  /** The share sent, from 0 to 1; undefined while the file is not being uploaded. */
  readonly sent?: number;
  readonly error?: Error;
  readonly done?: Schemas['ImportDto'];
}

// Not the state of a view: uploads continue, and stay listed, while another view is shown.
let uploads: readonly Upload[] = [];
let lastId = 0;
const listeners = new Set<(uploads: readonly Upload[]) => void>();

/** The files to upload, being uploaded, or imported since the list was last seen. */
export function useUploads(): readonly Upload[] {
  const [current, setCurrent] = useState(uploads);
  useEffect(() => {
    setCurrent(uploads);
    listeners.add(setCurrent);
    return () => {
      listeners.delete(setCurrent);
      // From now on these are in the history alone.
      replace(uploads.filter(({ done }) => !done));
    };
  }, []);
  return current;
}

/** Lists files to upload, each with the kind that its header fits. */
export async function addFiles(files: FileList | undefined | null): Promise<void> {
  const added = await Promise.all(
    [...(files ?? [])].map(async (file) => ({ id: ++lastId, file, ...(await startOf(file)) })),
  );
  replace([...uploads, ...added]);
}

export function changeUpload(id: number, changes: Partial<Upload>): void {
  replace(uploads.map((item) => (item.id === id ? { ...item, ...changes } : item)));
}

export function removeUpload(id: number): void {
  replace(uploads.filter((item) => item.id !== id));
}

/** Imports a file; its progress and outcome are in the list. */
export async function send({ id, kind, file, isGzip }: Upload): Promise<void> {
  if (kind === '') return;
  changeUpload(id, { sent: 0, error: undefined });
  try {
    const done = await upload(kind, file, isGzip, (sent) => {
      changeUpload(id, { sent });
    });
    changeUpload(id, { done, sent: undefined });
  } catch (error) {
    changeUpload(id, { error: error instanceof Error ? error : new Error(String(error)), sent: undefined });
  }
  await queries.invalidateQueries();
}

function replace(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener(next);
  // Leaving the page altogether would stop uploads, so the browser asks first.
  if (next.some(({ sent }) => sent !== undefined)) addEventListener('beforeunload', askBeforeLeaving);
  else removeEventListener('beforeunload', askBeforeLeaving);
}

function askBeforeLeaving(event: Event): void {
  event.preventDefault();
}
