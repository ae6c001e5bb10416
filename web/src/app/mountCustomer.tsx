import { createRoot } from "react-dom/client";
import { CustomerScreen } from "../features/customer/CustomerScreen";
import { createCustomer, type Customer } from "../features/customer/customer";
import type { ApplicantHost } from "../host/applicant";
import "../tokens.css";

/** Draws the applicant's screen over its own host; nothing of the desk is on this page. */
export function mountCustomer(host: ApplicantHost): Customer {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  const customer = createCustomer(host);
  createRoot(root).render(<CustomerScreen customer={customer} />);
  return customer;
}
