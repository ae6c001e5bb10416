/** 未来两小时人手: windows needed by the forecast against those open. */
import type { BoardView } from "../../host/types";
import { useWords } from "../../words";
import { spare } from "./reading";

export function Staffing({ board }: { board: BoardView }) {
  const say = useWords();
  const slots = board.staffing;
  return (
    <section className="panel board-staffing" aria-label={say("board.staffing")} data-testid="staffing">
      <div className="ph">
        {say("board.staffing")} <span className="sub">{say("board.staffingHow")}</span>
      </div>
      <div className="pb" tabIndex={0} role="group" aria-label={say("board.staffing")}>
        {slots.length === 0 ? (
          <p className="mut">{say("board.noStaffing")}</p>
        ) : (
          <table className="sm">
            <thead>
              <tr>
                <td />
                {slots.map((slot) => (
                  <th key={slot.at} scope="col" className="num">
                    {slot.at}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{say("board.needed")}</th>
                {slots.map((slot) => (
                  <td key={slot.at} className={`num${spare(slot) < 0 ? " b" : ""}`}>
                    {slot.needed}
                  </td>
                ))}
              </tr>
              <tr>
                <th scope="row">{say("board.planned")}</th>
                {slots.map((slot) => (
                  <td key={slot.at} className="num">
                    {slot.planned}
                  </td>
                ))}
              </tr>
              <tr>
                <th scope="row">{say("board.spare")}</th>
                {slots.map((slot) => (
                  <td key={slot.at} className={`num ${spare(slot) < 0 ? "red b" : "ok"}`}>
                    {spare(slot) < 0
                      ? say("board.short", { n: -spare(slot) })
                      : spare(slot) > 0
                        ? say("board.over", { n: spare(slot) })
                        : say("board.even")}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
