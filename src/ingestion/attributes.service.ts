import { Injectable } from '@nestjs/common';
import { CodedError } from '../common/coded-error';
import { type GivenAttributes, MAX_ATTRIBUTES } from '../stores/attributes/attribute-values';
import {
  addAttributeRow,
  type AttributesMode,
  createAttributeRows,
  createChangedAttributes,
  writeAttributes,
} from '../stores/attributes/write-attributes';
import { oneRow, type Sent, StoreWrites } from './store-writes';

/** Sets the name and the attributes of one store, each time as an import of its own. Doing it again changes nothing. */
@Injectable()
export class AttributesService {
  constructor(private readonly writes: StoreWrites) {}

  /**
   * Sets attributes beside those that a store has, or in their place; a store that is missing is created. Returns the import's
   * id.
   * @param names the attributes that are given, but for the name of the store, as they are written
   * @throws CodedError `too_many_attributes`, `too_busy`
   */
  async set(
    storeId: string,
    given: GivenAttributes,
    names: readonly string[],
    mode: AttributesMode,
    sent: Sent,
  ): Promise<string> {
    return this.writes.write('stores', storeId, 1, sent, async (client, importKey) => {
      await createAttributeRows(client);
      await addAttributeRow(client, storeId, given);
      await createChangedAttributes(client, mode);
      const { accepted, heldBack } = await writeAttributes(client, importKey, names);
      if (heldBack > 0) throw new CodedError('too_many_attributes', { values: { most: MAX_ATTRIBUTES } });
      return oneRow(accepted > 0);
    });
  }
}
