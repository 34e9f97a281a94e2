import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { storeAttributes } from '../../api/attributes';
import { api, dataOf, done } from '../../api/client';
import { Choice } from '../../ui/field';
import { Loaded } from '../../ui/loaded';
import { TargetForm } from './target-form';

/** Sets the target of the stores with a value of an attribute. */
export function AttributeTargetForm() {
  const attributes = useQuery(storeAttributes);
  const targets = useQuery({
    queryKey: ['attribute targets'],
    queryFn: () => dataOf(api.GET('/targets', { params: { query: { limit: 500 } } })),
  });
  const [chosen, setChosen] = useState({ attribute: '', value: '' });
  return (
    <Loaded query={attributes}>
      {({ attributes: known }) => {
        const attribute = known.find(({ name }) => name === chosen.attribute) ?? known[0];
        const found = attribute?.values.find(({ value }) => value === chosen.value) ?? attribute?.values[0];
        if (!attribute || !found) return <p class="empty">No store has attributes, of which targets could be, too.</p>;
        const { value, stores } = found;
        const before = targets.data?.targets.find((each) => each.attribute === attribute.name && each.value === value);
        const request = { params: { path: { attribute: attribute.name }, query: { value } } };
        return (
          <div>
            <div class="row">
              <Choice
                label="Attribute"
                value={attribute.name}
                options={known.map(({ name }) => [name, name] as const)}
                onChoose={(name) => {
                  setChosen({ attribute: name, value: '' });
                }}
              />
              <Choice
                label="Value"
                value={value}
                options={attribute.values.map((each) => [each.value, each.value] as const)}
                onChoose={(one) => {
                  setChosen({ attribute: attribute.name, value: one });
                }}
              />
            </div>
            <TargetForm
              key={`${attribute.name} ${value}`}
              subject={`${attribute.name} ${value}`}
              before={before?.percent}
              remark={`${stores} ${stores === 1 ? 'store has' : 'stores have'} this value. A target of a single store comes before it, and so does a higher one of another attribute.`}
              onSave={(percent) =>
                dataOf(api.PUT('/targets/attributes/{attribute}', { ...request, body: { percent } }))
              }
              onRemove={() => done(api.DELETE('/targets/attributes/{attribute}', request))}
            />
          </div>
        );
      }}
    </Loaded>
  );
}
