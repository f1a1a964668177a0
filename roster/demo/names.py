"""The wards of Bromley, and names that belong to nobody."""

from roster.models.officer import Rank

# The 22 wards of 2022; their ONS codes run from E05013987 in alphabetical order.
WARDS = (
    "Beckenham Town & Copers Cope",
    "Bickley & Sundridge",
    "Biggin Hill",
    "Bromley Common & Holwood",
    "Bromley Town",
    "Chelsfield",
    "Chislehurst",
    "Clock House",
    "Crystal Palace & Anerley",
    "Darwin",
    "Farnborough & Crofton",
    "Hayes & Coney Hall",
    "Kelsey & Eden Park",
    "Mottingham",
    "Orpington",
    "Penge & Cator",
    "Petts Wood & Knoll",
    "Plaistow",
    "Shortlands & Park Langley",
    "St Mary Cray",
    "St Paul's Cray",
    "West Wickham",
)
FIRST_CODE = 5013987
SMALL_WARDS = {"Hayes & Coney Hall", "Mottingham", "Petts Wood & Knoll", "Shortlands & Park Langley"}

# Name, rank, pattern, and the week of the pattern in which the story's Thursday lies: PC Shah and
# PC O'Neill are both on Early then, PCSO Lewis has a rest day.
STORY_TEAMS = {
    "Biggin Hill": (
        ("Amina Shah", Rank.PC, "constable", 2),
        ("Ciarán O'Neill", Rank.PC, "constable", 3),
        ("Dee Lewis", Rank.PCSO, "pcso", 4),
    ),
    "Darwin": (
        ("Ben Okafor", Rank.PC, "constable", 0),
        ("Rosa Marsh", Rank.PC, "constable", 2),
        ("Tom Whitcombe-Featherstonehaugh", Rank.PCSO, "pcso", 3),
    ),
    "Chelsfield": (
        ("Priya Nair", Rank.PC, "constable", 1),
        ("Lee Grant", Rank.PC, "constable", 4),
        ("Mo Farouk", Rank.PCSO, "pcso", 2),
    ),
}

SERGEANTS = (
    "Helen Thackeray",
    "Winston Clarke-Abernathy",
    "Gurdeep Sandhu",
    "Fiona Mackintosh",
    "Anthony Osei",
    "Louise Pemberton",
)

CONSTABLES = (
    "Adaeze Nwosu",
    "Callum Reid",
    "Zofia Wiśniewska",
    "Harpreet Gill",
    "Marcus Bellweather",
    "Siân Pritchard",
    "Tariq Mahmoud-Ellison",
    "Joanna Fenwick",
    "Kwabena Asante",
    "Élodie Marchand",
    "Dylan Hargreave",
    "Nadia Rahimi",
    "Oliver Stanmore",
    "Yusuf Demirci",
    "Grace Okonjo-Whitfield",
    "Liam Tregarthen",
    "Mei-Ling Chow",
    "Patrick Dunleavy",
    "Ingrid Sørensen",
    "Jamal Carrington",
    "Beatriz Figueiredo",
    "Stuart Lockyer",
    "Anjali Venkataraman",
    "Róisín Gallagher-Byrne",
    "Dominic Ashdown",
    "Fatou Jallow",
    "George Papanikolaou",
    "Hannah Colebrook",
    "Viktor Dragomirov",
    "Chloe Summerhayes",
    "Imran Qureshi",
    "Tobias Lindqvist",
    "Esther Boateng",
    "Rhys Llewellyn",
)

PCSOS = (
    "Maureen Tapscott",
    "Sanjay Bhatt",
    "Kayleigh Dorrington",
    "Abdi Warsame",
    "Françoise Delacroix",
    "Trevor Munnings",
    "Nkechi Obi",
    "Paweł Krawczyk",
    "Lorraine Hebblethwaite",
    "Ravi Somasundaram",
    "Jodie Brackenbury",
    "Emeka Uzor",
    "Wendy Skelhorn",
    "Carlos Montalvão",
    "Bronwen Maddocks",
    "Idris Bello",
    "Natasha Kuznetsova-Hill",
    "Derek Poultney",
    "Aaliyah Begum",
)

VENUES = {
    "Biggin Hill": ("Costa, Main Road", "Biggin Hill Library", "Waitrose car park"),
    "Darwin": ("Downe Village Hall", "Cudham Church room"),
    "Chelsfield": ("St Mark's Church", "Green Street Green Library"),
}
# The others meet people in places that every ward has.
OTHER_VENUES = ("{} Library", "The Corner Café, {}", "{} Community Hall")
