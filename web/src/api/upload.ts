import { api, dataOf, type Schemas } from './client';
import { fieldsOf, problemIn, UNREACHABLE } from './problem';

export type ImportKind = Schemas['ImportDto']['kind'];

/**
 * Imports a file. Uses XMLHttpRequest, because `fetch` does not report progress.
 * @param isGzip whether the file is compressed
 * @param onSent called with the share of the file that has been sent, from 0 to 1
 * @throws Problem if the import failed
 */
export async function upload(
  kind: ImportKind,
  file: File,
  isGzip: boolean,
  onSent: (share: number) => void,
): Promise<Schemas['ImportDto']> {
  const importId = await new Promise<string>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => {
      onSent(total > 0 ? loaded / total : 1);
    };
    request.onload = () => {
      const body = parsed(request.responseText);
      const { import_id } = fieldsOf(body);
      if (request.status === 201 && typeof import_id === 'string') resolve(import_id);
      else reject(problemIn(body, request.status));
    };
    request.onerror = () => {
      reject(UNREACHABLE);
    };
    request.open('POST', `imports/${kind}?file_name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Content-Type', 'text/csv');
    if (isGzip) request.setRequestHeader('Content-Encoding', 'gzip');
    request.send(file);
  });
  return dataOf(api.GET('/imports/{import_id}', { params: { path: { import_id: importId } } }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
