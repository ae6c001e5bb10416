import type { ReactNode } from "react";
import type { AnswerView, GuideMaterial, GuideOther, GuideStep, GuideView } from "../../host/types";
import { Pill } from "../../parts/Pill";
import { useWords, type Say } from "../../words";
import { Answer } from "./Answer";
import { unsaidIn, whence, type Section } from "./library";

/** One part of an item's 办事指南: what the edition says, and at its end what it does not. */
export function Guide({ guide, about, section, history }: {
  guide: GuideView;
  about: AnswerView[];
  section: Section;
  /** 沿革, under the part that names the edition. */
  history: ReactNode;
}) {
  const say = useWords();
  const lacks = unsaidIn(section, guide.unsaid);
  return (
    <div data-testid={`guide-${section}`}>
      {part(section, guide, about, history, say)}
      {lacks.length === 0 ? null : (
        <p className="unsaid" data-testid="guide-unsaid">
          {say("guide.unsaid", { what: lacks.map((what) => say(`unsaid.${what}`)).join(say("word.and")) })}
        </p>
      )}
    </div>
  );
}

function part(section: Section, guide: GuideView, about: AnswerView[], history: ReactNode, say: Say): ReactNode {
  switch (section) {
    case "conditions":
      return (
        <>
          <ol className="plain">
            {guide.conditions.map((condition) => (
              <li key={condition}>{condition}</li>
            ))}
          </ol>
          <dl className="facts">
            <Fact name={say("guide.who")}>{guide.applicants.join(say("word.and"))}</Fact>
            <Fact name={say("guide.inPerson")}>{guide.inPerson ?? say("guide.notInPerson")}</Fact>
            {guide.visits === null ? null : (
              <Fact name={say("guide.visits")}>{say("guide.times", { n: guide.visits })}</Fact>
            )}
            {guide.onlineDepth === null ? null : <Fact name={say("guide.depth")}>{guide.onlineDepth}</Fact>}
            {guide.star === null ? null : <Fact name={say("guide.star")}>{say("guide.starOf", { n: guide.star })}</Fact>}
            {guide.note === null ? null : <Fact name={say("guide.note")}>{guide.note}</Fact>}
          </dl>
        </>
      );
    case "materials":
      return (
        <>
          {guide.situations.length === 0 ? null : (
            <dl className="facts" data-testid="guide-situations">
              {guide.situations.map((one) => (
                <Fact key={one.question} name={one.question}>
                  {one.answers.join(" / ")}
                  {one.several ? <span className="mut sm"> {say("guide.several")}</span> : null}
                </Fact>
              ))}
            </dl>
          )}
          <Materials materials={guide.materials} />
        </>
      );
    case "flow":
      return (
        <>
          <ol className="steps">
            {guide.flow.map((step, at) => {
              const { name, what, law } = stepOf(step, say);
              return (
                <li key={at}>
                  <b>{name}</b>
                  <span>{what}</span>
                  <Pill tone={law ? "mute" : "info"}>{say(law ? "guide.byLaw" : "guide.byItem")}</Pill>
                </li>
              );
            })}
          </ol>
          {guide.procedure === null && guide.consultPhone === null ? null : (
            <dl className="facts">
              {guide.procedure === null ? null : <Fact name={say("guide.procedure")}>{guide.procedure}</Fact>}
              {guide.consultPhone === null ? null : <Fact name={say("unsaid.phone")}>{guide.consultPhone}</Fact>}
            </dl>
          )}
          {guide.review.length === 0 ? null : (
            <>
              <h4>{say("guide.review")}</h4>
              <ol className="plain points" data-testid="guide-review">
                {guide.review.map((point) => (
                  <li key={point.text}>
                    {point.text}{" "}
                    <Pill tone={point.onFail === "提示" ? "mute" : "info"} bare>
                      {point.onFail}
                    </Pill>
                    {point.byPerson === null ? null : (
                      <div className="mut sm">
                        {say(point.byRule ? "review.inPart" : "review.whole", { why: point.byPerson })}
                      </div>
                    )}
                  </li>
                ))}
              </ol>
            </>
          )}
        </>
      );
    case "basis":
      return (
        <ol className="plain">
          {guide.basis.map((basis) => (
            <li key={basis.law + basis.article}>
              {basis.law} <b>{basis.article}</b>
            </li>
          ))}
        </ol>
      );
    case "limits":
      return (
        <dl className="facts">
          <Fact name={say("guide.promised")}>
            <b>{length(guide.promised.days, guide.promised.unit, say)}</b>
          </Fact>
          <Fact name={say("guide.statutory")}>{length(guide.statutory.days, guide.statutory.unit, say)}</Fact>
          <Fact name={say("guide.special")}>
            {guide.special.length === 0
              ? say("guide.none")
              : guide.special.map((one) => (
                  <div key={one.name}>
                    {say(one.countsInLimit ? "guide.specialCounts" : "guide.specialNot", {
                      name: one.name,
                      days: one.days,
                    })}
                  </div>
                ))}
          </Fact>
          <Fact name={say("guide.fee")}>
            <b>{guide.fee}</b>
          </Fact>
          <Fact name={say("guide.result")}>{guide.result}</Fact>
          {guide.resultValidity === null ? null : <Fact name={say("guide.validity")}>{guide.resultValidity}</Fact>}
        </dl>
      );
    case "form":
      return <Form guide={guide} />;
    case "edition":
      return (
        <>
          <dl className="facts">
            <Fact name={say("guide.editionNow")}>
              <b className="num" data-testid="guide-edition-number">
                {guide.edition}
              </b>
            </Fact>
            <Fact name={say("guide.factStatus")}>{guide.factStatus ?? say("guide.noFactStatus")}</Fact>
            <Fact name={say("guide.baseCode")}>
              <span className="num">{guide.baseCode}</span>{" "}
              {guide.baseCodeVerified === null ? null : (
                <Pill tone={guide.baseCodeVerified ? "ok" : "warn"}>
                  {say(guide.baseCodeVerified ? "guide.verified" : "guide.unverified")}
                </Pill>
              )}
            </Fact>
            <Fact name={say("guide.implementationCode")}>
              <span className="num">{guide.implementationCode}</span>
            </Fact>
            <Fact name={say("guide.businessCode")}>
              <span className="num">{guide.businessItemCode}</span>
            </Fact>
            {guide.aliases.length === 0 ? null : (
              <Fact name={say("guide.aliases")}>{guide.aliases.join(say("word.and"))}</Fact>
            )}
            {guide.others.length === 0 ? null : (
              <Fact name={say("guide.other")}>
                <Others others={guide.others} />
              </Fact>
            )}
          </dl>
          {history}
        </>
      );
    case "answers":
      return about.length === 0 ? (
        <p className="mut">{say("answers.none")}</p>
      ) : (
        about.map((answer) => <Answer key={answer.id} answer={answer} />)
      );
  }
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Others({ others }: { others: GuideOther[] }) {
  return (
    <>
      {others.map((other) => (
        <div key={other.key}>
          <code>{other.key}</code> {other.value}
        </div>
      ))}
    </>
  );
}

/** Days of a limit; none are on the spot. */
function length(days: number, unit: string, say: Say): string {
  return days === 0 ? say("guide.atOnce") : say("guide.days", { days, unit });
}

function stepOf(step: GuideStep, say: Say): { name: string; what: string; law: boolean } {
  switch (step.kind) {
    case "apply":
      return { name: say("guide.stepApply"), what: say("guide.stepApplyWhat", { n: step.materials }), law: false };
    case "accept":
      return {
        name: say("guide.stepAccept"),
        what: say(step.licence ? "guide.stepAcceptLicence" : "guide.stepAcceptOther"),
        law: true,
      };
    case "special":
      return {
        name: step.name,
        what:
          step.days === 0
            ? say("guide.stepSpecialOpen")
            : say(step.counts ? "guide.stepCounts" : "guide.stepNotCounts", { days: step.days }),
        law: false,
      };
    case "review":
      return {
        name: say("guide.stepReview"),
        what: step.points === 0 ? say("guide.stepReviewNone") : say("guide.stepReviewWhat", { n: step.points }),
        law: false,
      };
    case "decide":
      return {
        name: say("guide.stepDecide"),
        what:
          step.days === 0
            ? say("guide.stepDecideAtOnce")
            : say("guide.stepDecideIn", { days: step.days, unit: step.unit }),
        law: false,
      };
    case "own":
      return { name: step.name, what: step.by, law: false };
    case "deliver":
      return {
        name: say("guide.stepDeliver", { result: step.result }),
        what: step.licence ? say("guide.stepDeliverLicence") : "",
        law: step.licence,
      };
  }
}

function Materials({ materials }: { materials: GuideMaterial[] }) {
  const say = useWords();
  if (materials.length === 0) return <p className="mut">{say("guide.noMaterials")}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>{say("guide.material")}</th>
          <th>{say("guide.from")}</th>
          <th className="narrow">{say("guide.count")}</th>
          <th className="narrow">{say("guide.need")}</th>
          <th>{say("guide.when")}</th>
        </tr>
      </thead>
      <tbody>
        {materials.map((one) => (
          <tr key={one.name}>
            <td>
              <b>{one.name}</b>
              {one.sample === null ? null : <div className="sm">{say("guide.sample", { text: one.sample })}</div>}
              <Others others={one.others} />
            </td>
            <td>
              {say(whence(one.source), { type: one.licenceType ?? one.source })}
              {one.obtainedFrom === null ? null : <div className="sm">{one.obtainedFrom}</div>}
              <div className="mut sm">
                {one.format} · {say(one.electronic ? "guide.electronic" : "guide.paperOnly")}
              </div>
            </td>
            <td className="num narrow">
              {one.originals} / {one.copies}
            </td>
            <td className="narrow">
              <Pill tone={one.necessity === "必要" ? "bad" : one.tolerantDays === null ? "mute" : "warn"} bare>
                {one.tolerantDays === null
                  ? one.necessity
                  : one.tolerantDays === 0
                    ? say("guide.tolerantNow")
                    : say("guide.tolerant", { n: one.tolerantDays })}
              </Pill>
            </td>
            <td>{one.condition ?? <span className="mut">{say("guide.always")}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Form({ guide }: { guide: GuideView }) {
  const say = useWords();
  return (
    <>
      <p className="mut">{say("guide.fields", { total: guide.total, required: guide.required })}</p>
      {guide.groups.map((group) => (
        <section key={group.name}>
          <h4>{group.name}</h4>
          <table>
            <thead>
              <tr>
                <th>{say("guide.field")}</th>
                <th className="narrow">{say("guide.need")}</th>
                <th>{say("guide.sources")}</th>
                <th>{say("guide.choices")}</th>
              </tr>
            </thead>
            <tbody>
              {group.fields.map((field, at) => (
                <tr key={at}>
                  <td>
                    {field.label}
                    {field.repeatable ? <span className="mut sm"> {say("guide.repeatable")}</span> : null}
                  </td>
                  <td className="narrow">
                    {field.required
                      ? say("guide.required")
                      : field.requiredWhen === null
                        ? say("guide.optional")
                        : say("guide.requiredWhen", { when: field.requiredWhen })}
                  </td>
                  <td>{field.ownAct ? say("guide.ownAct") : field.sources.join(" → ")}</td>
                  <td className="mut">{field.choices.join(say("word.and"))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}
