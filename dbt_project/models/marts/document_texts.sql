{#- an identity number and a mobile telephone, each masked by as many characters, so that every span stays where it is -#}
{%- set identity = '[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]' -%}
{%- set mobile = '1[3-9][0-9]{9}' -%}

with documents as (

    select * from {{ ref('int_documents__current') }}

),

final as (

    select
        document_id,
        reading_id,
        {{ with_words_replaced(with_words_replaced('text', identity, '*' * 18), mobile, '*' * 11) }} as body
    from documents

)

select * from final
