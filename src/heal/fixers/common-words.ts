/** Words that data is named with: one that stands where another is known was meant, not mistyped. */
export const commonWords: ReadonlySet<string> = new Set(
  `account accounts action active actual address age amount area asset assets available average balance band bank base
  basis batch bill billed billing bonus book booked books brand bucket budget buyer buyers call called calls campaign cancel
  canceled card cards cart carts case cases cash cause causes cell cent center cents change channel charge charged charges
  city class clean client clients close closed code codes color company complete completed condition contact contract
  control cost costs count counted country county course created credit currency current customer customers daily
  data date dated dates day days deal dealer dealers deals debit debt delta department depth discount domain driver drivers
  due duration effect email employee end ended ending entry event events expense failed fee fees field final first fiscal
  flag flat form formal format former found frame free freight from full game games gain gender goal goals gold grade
  grant granted gross group groups hash height high hour hours income index inner input invoice issue issued item items
  joined key keys label labels last late latest lead leads least left legal length level levels line lines link list
  listed local location locked logged login logout loss losses lost low lower made mail male manager margin market
  mass match max mean median member members merchant method metric middle min minute minutes mode model models money month
  monthly months name named names net new next node none normal note noted number numbers offer offers office old online
  open opened option order ordered orders origin outer output owed owner owners page paged pages paid part parts party
  past pay payee payer payers payment payments payout percent period person phase phone place placed plan plant
  plus point points pool port position post posted posts price priced prices prior prize process product products
  profile profit program project public quality quantity quarter query queue quota quote quoted race rank ranked rate
  rated rates rating ratio raw reach read real reason receipt received record refund region related rent report
  request result retail return returned revenue review right risk role roles room route row rows rule rules salary
  sale sales said sales score season seat second seconds section segment seller sellers send sender sent series service
  session sessions set share shares shift ship shipped shop shops short show side sign signed site sites size sold sort
  source space spend spent staff stage start started state states station status step steps stock stop stopped store
  stores street sum supplier supply sync table tables tag tags target task tax taxed taxes team term terms test tests
  text ticket time timed times title token told tool tools top total totals track trade traded trades train transfer
  trial trip trips type types unique unit units updated upper use used user users valid value values variance vat vendor
  version view views visit visitor visits volume waste weight week weekly weeks width win wins won word work worked year
  yearly years yield zone`.split(/\s+/),
);
