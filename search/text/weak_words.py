"""Words that say little of what is looked for, although they are no stop words.

A question or a sentence holds many of them (« comment faire », « beaucoup plus », « prendre sa voiture »)
and texts hold each of them rarely: by their rarity alone they would weigh as much as what is asked.
Words of the language in general, and none of the field: « donner » and « recevoir » tell nothing of
who gives what.
"""

from __future__ import annotations

# Folded, as they are typed: a family has members that say more (« mettre », « mise à disposition »).
_WEAK_TEXT = """
    autre autres tout tous toute toutes meme memes chaque certain certains certaine certaines
    plusieurs quelque quelques aucun aucune rien chacun chacune moi toi lui eux soi
    bien mal tres trop assez beaucoup plus moins encore deja toujours jamais souvent parfois
    ensuite puis enfin alors ainsi surtout vraiment seulement presque environ loin pres ensemble
    ailleurs ici maintenant tard tot vite mieux pire plutot apres avant depuis jusque autour entre
    contre afin malgre grace hors deux
    fois chose choses facon maniere sorte type cas gens quelqu
    faire fait fais font faisait fera faite faites faits aller va vont ira venir vient viennent
    pouvoir pourrait pourraient doit doivent devoir devrait veut veulent vouloir savoir sait
    mettre met mettent mis mise mises prendre prend prennent pris prise donner donne donnent
    rendre rend rendent tenir tient tiennent rester reste restent laisser laisse passer passe
    passent trouver trouve trouvent chercher cherche arriver arrive devenir devient deviennent
    devenu devenue devenus sembler permettre permet permettent utiliser utilise utilisent utilisee
    servir sert servent dire dit disent voir vu voit parler parle parlent finir fini finit
    finissent besoin faudrait recevoir recoit recoivent
"""
WEAK_WORDS = frozenset(_WEAK_TEXT.split())
