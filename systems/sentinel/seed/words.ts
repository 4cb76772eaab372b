import type { Weighted } from '../../shared/random.ts';

/** What people typed into `members.status` over the years. */
export const memberStatuses: Weighted<string> = [
  ['active', 700],
  ['Active', 90],
  ['ACTIVE', 25],
  [' active', 6],
  ['active ', 9],
  ['actve', 3],
  ['inactive', 60],
  ['Inactive', 20],
  ['in-active', 4],
  ['on leave', 30],
  ['On Leave', 12],
  ['on_leave', 8],
  ['LOA', 5],
  ['transferred', 20],
  ['Transfered', 4],
  ['retired', 25],
  ['Retired', 6],
  ['', 12],
  ['  ', 3],
  ['N/A', 4],
  ['???', 2],
  ['see notes', 2],
  ['1', 1],
];

/** What people typed into `members.member_type`. */
export const memberTypes: Weighted<string> = [
  ['class_a', 520],
  ['Class A', 80],
  ['class a', 25],
  ['CLASS-A', 6],
  ['class_b', 120],
  ['Class B', 22],
  ['class_c', 40],
  ['Class C', 6],
  ['regular', 70],
  ['Reg F', 9],
  ['Regular Force', 11],
  ['civilian', 60],
  ['Civilian', 15],
  ['civillian', 5],
  ['contractor', 14],
  ['Contractor', 6],
  ['', 8],
  [' ', 2],
  ['tbd', 3],
  ['class_d', 1],
];

/** What people typed into `visitors.visit_type`, or left out. */
export const visitTypes: Weighted<string | null> = [
  ['guest', 300],
  ['Guest', 60],
  ['contractor', 220],
  ['Contractor', 30],
  ['contracter', 6],
  ['official', 90],
  ['Official visit', 12],
  ['recruitment', 70],
  ['recrutment', 5],
  ['museum', 40],
  ['Museum', 9],
  ['delivery', 80],
  ['delivery ', 8],
  ['other', 25],
  ['', 10],
  ['-', 4],
  [null, 30],
];

/** What people typed into `badges.status` while a badge was neither lost nor taken back. */
export const workingStatuses: Weighted<string> = [
  ['active', 850],
  ['Active', 90],
  ['ACTIVE', 12],
  ['actve', 3],
  ['in use', 20],
  ['issued', 15],
  ['', 6],
  [' ', 1],
  ['ok', 3],
];

export const lostStatuses: Weighted<string> = [
  ['lost', 70],
  ['Lost', 18],
  ['LOST', 8],
  [' lost', 2],
  ['Lost ', 2],
];

export const spareStatuses: Weighted<string> = [
  ['returned', 60],
  ['Returned', 14],
  ['retuned', 2],
  ['active', 10],
  ['damaged', 9],
  ['Damaged', 3],
  ['decommissioned', 6],
  ['decomm.', 2],
  ['', 4],
];

export const divisions: readonly (readonly [code: string, name: string])[] = [
  ['CMD', 'Command'],
  ['ADM', 'Administration'],
  ['LOG', 'Logistics'],
  ['OPS', 'Operations'],
  ['TRG', 'Training'],
  ['ENG', 'Engineering'],
  ['MED', 'Medical'],
  ['COM', 'Communications'],
  ['SEC', 'Security'],
  ['BND', 'Band'],
  ['BOT', 'Boat shed'],
  ['REC', 'Recruiting'],
];

export const ranks: Weighted<string> = [
  ['S3', 140],
  ['S2', 180],
  ['S1', 260],
  ['MS', 150],
  ['PO2', 90],
  ['PO1', 50],
  ['CPO2', 20],
  ['CPO1', 8],
  ['NCdt', 40],
  ['SLt', 50],
  ['Lt(N)', 60],
  ['LCdr', 25],
  ['Cdr', 8],
  ['Civ', 60],
];

export const firstNames: readonly string[] =
  `Aisha Aleksandra Amir Anjali Anna Antoine Ben Camille Carlos Chen Chloe Daniel Dominic Elena Emma Erik Fatima Felix
   Femi Gabriel Grace Hannah Hiro Ibrahim Ingrid Isabelle Ivan Jasmine Jonas Josephine Kai Karim Katarina Kofi Laila
   Lars Lea Liam Linnea Lucas Magnus Maria Mateo Maya Mei Mikael Nadia Noah Noor Olga Oscar Priya Rachel Rafael Rosa
   Samir Sofia Stefan Tariq Thea Tomas Uma Victor Wen Yara Yusuf Zoe`.split(/\s+/);

export const lastNames: readonly string[] =
  `Abbott Achterberg Adeyemi Ahmed Andersson Baker Barnes Bellamy Bergeron Bianchi Boudreau Brandt Campbell Castillo
   Chan Chaudhry Clarke Costa Cox Dahl Demir Desjardins Diallo Dupont Eriksen Fernandes Fischer Fraser Gagnon Garcia
   Gauthier Girard Grant Gupta Hansen Haddad Hughes Ito Ivanov Jansen Jensen Johnston Kaya Kim Kowalski Laurent Leblanc
   Lee Lopez MacLeod Mbeki Meyer Morin Nakamura Nguyen Novak Obi Olsen Park Patel Pelletier Petrov Pham Quinn Rahman
   Rossi Roy Saito Santos Schmidt Sharma Singh Sokolov Svensson Tanaka Tremblay Vargas Vogel Walsh Wong Yilmaz Zhang`.split(
    /\s+/,
  );

export const organisations: readonly string[] = [
  'Harbour Fire Service',
  'North Shore Electric',
  'City Archives',
  'Delta Elevators',
  'Maritime Museum Society',
  'Sea Cadet League',
  'Provincial Health Authority',
  'Clearwater Plumbing',
  'Regional Police',
  'University of the Coast',
  'Blue Anchor Catering',
  'Veterans Association',
];

export const kiosks: Weighted<string> = [
  ['main-gate', 60],
  ['north-door', 20],
  ['boat-shed', 12],
  ['garage', 8],
];

export const events: readonly (readonly [name: string, location: string])[] = [
  ['Commissioning dinner', 'Mess'],
  ['Change of command', 'Parade square'],
  ['First aid course', 'Classroom 2'],
  ['Open house', 'Main deck'],
  ['Winter regatta briefing', 'Boat shed'],
  ['Band concert', 'Drill hall'],
  ['Recruiting evening', 'Drill hall'],
  ['Safety stand-down', 'Drill hall'],
];
